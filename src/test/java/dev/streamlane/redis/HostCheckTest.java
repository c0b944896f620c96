package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.testing.TlsRedis;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCheckTest {
    private static final String CLIENT = "<default>";

    @TempDir
    Path directory;

    @Test
    void aRedisWhoseCertificateNamesItsHostIsReachedAndOneThatNamesAnotherIsNot() throws Exception {
        try (TlsRedis server = TlsRedis.start(directory, "localhost")) {
            assertThat(ping(server, "localhost", Map.of())).isEqualTo("PONG");
            assertThatThrownBy(() -> ping(server, "127.0.0.1", Map.of())).hasStackTraceContaining("127.0.0.1");
            assertThat(ping(server, "127.0.0.1", Map.of("quarkus.redis.tls.hostname-verification-algorithm", "NONE")))
                    .isEqualTo("PONG");
        }
    }

    @Test
    void itIsOnUnlessItIsSwitchedOff() {
        assertThat(algorithm(Map.of())).isEqualTo("HTTPS");
        assertThat(algorithm(Map.of("quarkus.redis.tls.hostname-verification-algorithm", "NONE")))
                .isEmpty();
    }

    @Test
    void aTlsConfigurationByNameHasItsOwnSwitch() {
        Map<String, String> named = Map.of("quarkus.redis.tls-configuration-name", "cache");

        assertThat(algorithm(named)).isEqualTo("HTTPS");
        assertThat(algorithm(Map.of(
                        "quarkus.redis.tls-configuration-name", "cache",
                        "quarkus.redis.tls.hostname-verification-algorithm", "NONE")))
                .isEqualTo("HTTPS");
        assertThat(algorithm(Map.of(
                        "quarkus.redis.tls-configuration-name", "cache",
                        "quarkus.tls.cache.hostname-verification-algorithm", "NONE")))
                .isEmpty();
        assertThat(algorithm(Map.of(
                        "quarkus.redis.tls-configuration-name", "cache.eu",
                        "quarkus.tls.\"cache.eu\".hostname-verification-algorithm", "NONE")))
                .isEmpty();
    }

    private static String algorithm(Map<String, String> settings) {
        RedisOptions options = new RedisOptions();
        options.getNetClientOptions().setSsl(true);
        new HostCheck(config(settings)).customize(CLIENT, options);
        return options.getNetClientOptions().getHostnameVerificationAlgorithm();
    }

    private static String ping(TlsRedis server, String host, Map<String, String> settings) throws Exception {
        RedisOptions options = new RedisOptions().setConnectionString("rediss://" + host + ":" + server.port());
        options.getNetClientOptions()
                .setSsl(true)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(server.certificate().toString()));
        new HostCheck(config(settings)).customize(CLIENT, options);
        Vertx vertx = Vertx.vertx();
        Redis redis = Redis.createClient(vertx, options);
        try {
            return get(redis.send(Request.cmd(Command.PING)).toCompletionStage())
                    .toString();
        } finally {
            redis.close();
            get(vertx.close().toCompletionStage());
        }
    }

    private static Config config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
