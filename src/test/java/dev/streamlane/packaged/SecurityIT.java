package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.security.Keys;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.TlsRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let into the packaged service, and how it is let into Redis. */
class SecurityIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SHOP = "the-first-key-of-the-shop";
    private static final String NEXT = "the-second-key-of-the-shop";
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path directory;

    private Replica replica;

    @AfterEach
    void end() {
        if (replica != null) {
            replica.kill();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "test"})
    void aServiceThatNobodyMayUseDoesNotStartAndSaysWhatToDo(String profile) {
        launch(Map.of("QUARKUS_PROFILE", profile, "QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:1"));

        await("end").atMost(LIMIT).until(() -> !replica.alive());

        assertThat(replica.exitStatus()).isNotZero();
        assertThat(replica.log())
                .contains(
                        "there are no API keys. Give it some (streamlane.security.keys, or streamlane.security.keys-file)")
                .contains("set streamlane.security.open=true");
    }

    @Test
    void keysAreOfTheEnvironmentAndOfAFileThatMayChangeWhileTheServiceRuns() throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), line("shop", SHOP));
        try (RedisServer redis = RedisServer.start()) {
            launch(Map.of(
                    "QUARKUS_REDIS_HOSTS", redis.uri().toString(),
                    "STREAMLANE_SECURITY_KEYS_FILE", file.toString(),
                    "STREAMLANE_SECURITY_KEYS__DASHBOARD__HASH", Keys.hash("the-key-of-the-dashboard"),
                    "STREAMLANE_SECURITY_KEYS__DASHBOARD__ROLES", "viewer"));
            replica.awaitReady();

            assertThat(enqueue(SHOP)).isEqualTo(202);
            assertThat(enqueue(NEXT)).isEqualTo(401);
            Http dashboard = replica.http().as("the-key-of-the-dashboard");
            assertThat(dashboard.send("GET", "/topics").status()).isEqualTo(200);
            assertThat(replica.http().send("GET", "/topics").challenge()).isEqualTo("Bearer realm=\"streamlane\"");
            assertThat(dashboard.send("DELETE", "/topics/x/schedules/y").status())
                    .isEqualTo(403);
            assertThat(replica.log())
                    .contains("anonymous: POST '/topics/secured/jobs': unauthorized")
                    .contains("anonymous: GET '/topics': unauthorized")
                    .contains("dashboard: DELETE '/topics/x/schedules/y': forbidden");

            Files.writeString(file, line("shop-2", NEXT));

            await("the other key").atMost(LIMIT).until(() -> enqueue(NEXT) == 202);
            assertThat(enqueue(SHOP)).isEqualTo(401);
            assertThat(replica.log()).contains("They are now: dashboard[viewer], shop-2[producer]");
            assertThat(replica.log()).doesNotContain(SHOP, NEXT, Keys.hash(NEXT).substring(10));
        }
    }

    /** Nobody may use it here: there is no mechanism, but that it was told of one. */
    @Test
    void redisIsReachedByTlsWithAPasswordOfAFileAndAnotherMechanismIsTakenAtItsWord() throws Exception {
        Path secret =
                Files.writeString(directory.resolve("secret.properties"), "quarkus.redis.password=" + PASSWORD + "\n");
        try (TlsRedis redis = TlsRedis.start(directory, "localhost", "--requirepass", PASSWORD)) {
            launch(Map.of(
                    "STREAMLANE_SECURITY_EXTERNAL",
                    "true",
                    "QUARKUS_CONFIG_LOCATIONS",
                    secret.toString(),
                    "QUARKUS_REDIS_HOSTS",
                    "rediss://localhost:" + redis.port(),
                    "QUARKUS_REDIS_TLS_TRUST_CERTIFICATE_PEM_CERTS",
                    redis.certificate().toString(),
                    "QUARKUS_REDIS_TLS_TRUST_CERTIFICATE_PEM",
                    "true"));

            replica.awaitReady();

            assertThat(replica.log()).doesNotContain(PASSWORD);
            assertThat(replica.http().send("GET", "/topics").status()).isEqualTo(401);
        }
    }

    private void launch(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of("STREAMLANE_SECURITY_OPEN", ""));
        environment.putAll(settings);
        replica = Replica.launch("security", directory, Artifact.ofThisBuild().command("-Xmx128m"), environment);
    }

    private int enqueue(String key) {
        return replica.http()
                .as(key)
                .post("/topics/secured/jobs", Http.JSON, "{\"payload\":1}")
                .status();
    }

    private static String line(String name, String key) {
        return name + ":producer:" + Keys.hash(key) + "\n";
    }
}
