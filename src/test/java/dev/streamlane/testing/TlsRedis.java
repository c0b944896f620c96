package dev.streamlane.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Redis that is reached by TLS only. The embedded one knows no TLS, so it is the {@code redis-server} on the path. */
public final class TlsRedis implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final int port;
    private final Path certificate;

    private TlsRedis(Process process, int port, Path certificate) {
        this.process = process;
        this.port = port;
        this.certificate = certificate;
    }

    /**
     * Starts one; where there is none that knows TLS, the test is skipped.
     *
     * @param directory for its files
     * @param host the only name that its certificate has
     * @param options what else it is started with
     */
    public static TlsRedis start(Path directory, String host, String... options) throws Exception {
        makeCertificate(directory, host);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = start(directory, port, options);
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> !process.isAlive() || listens(port));
        assumeTrue(process.isAlive(), "skipped: the redis-server on the path knows no TLS");
        return new TlsRedis(process, port, directory.resolve("redis.crt"));
    }

    public int port() {
        return port;
    }

    /** In PEM; signed by itself. */
    public Path certificate() {
        return certificate;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Process start(Path directory, int port, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "redis-server",
                "--port",
                "0",
                "--tls-port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--tls-cert-file",
                "redis.crt",
                "--tls-key-file",
                "redis.key",
                "--tls-ca-cert-file",
                "redis.crt",
                "--tls-auth-clients",
                "no",
                "--save",
                ""));
        command.addAll(List.of(options));
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis.log").toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: there is no redis-server on the path");
            throw new IllegalStateException(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void makeCertificate(Path directory, String host)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("redis.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=redis",
                        "-ext",
                        "SAN=dns:" + host,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        pem(
                directory.resolve("redis.crt"),
                "CERTIFICATE",
                keys.getCertificate("redis").getEncoded());
        pem(
                directory.resolve("redis.key"),
                "PRIVATE KEY",
                keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
    }

    private static void pem(Path file, String what, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
    }
}
