package dev.streamlane.devmode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Finds ports on the loopback address for servers that are stopped and started again while clients look for them. */
final class LoopbackPorts {

    /**
     * Below the ports that Linux and macOS give to outgoing connections. From that range, where {@code new
     * ServerSocket(0)} finds its port, the kernel may hand a client that looks for a stopped server the server's own
     * port: the client connects to itself, and the server cannot come back.
     */
    private static final int FIRST = 20_000;

    private static final int COUNT = 10_000;

    private static final int CONNECT_TIMEOUT_MILLIS = 500;

    /** Processes that run at the same time begin at different ports. */
    private static final AtomicLong SEQUENCE =
            new AtomicLong(ProcessHandle.current().pid() * 31);

    private LoopbackPorts() {}

    /** Whether nothing accepts connections on this port now. */
    static boolean isFree(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** A free port that this class has not named lately. */
    static int next() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + (int) (SEQUENCE.getAndIncrement() % COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + (FIRST + COUNT - 1));
    }
}
