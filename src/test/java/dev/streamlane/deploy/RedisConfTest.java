package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.RespConnection;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisExecProvider;

/** Redis starts with its configuration, and the one of the overlay for development agrees with it. */
class RedisConfTest {
    private static final Map<String, String> CONF = StrictYaml.text(Deploy.ROOT.resolve("redis.conf"))
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1].replace("\"", "")));

    @TempDir
    Path directory;

    @Test
    void redisStartsWithItAndItsUsers() throws IOException {
        try (RedisServer redis = RedisServer.start(asConfigured(), directory);
                RespConnection admin = connect(redis, "admin");
                RespConnection service = connect(redis, "streamlane")) {
            assertThat(admin.call("ACL", "USERS")).isEqualTo(List.of("admin", "default", "keda", "streamlane"));
            assertThat(List.of("maxmemory-policy", "appendonly", "appendfsync", "save", "maxclients"))
                    .allSatisfy(name ->
                            assertThat(admin.call("CONFIG", "GET", name)).isEqualTo(List.of(name, CONF.get(name))));
            assertThat(service.call("XADD", "redisaq:send_email:0", "*", "payload", "1"))
                    .isNotNull();
            assertThatThrownBy(() -> service.call("CONFIG", "SET", "save", "1 1"))
                    .hasMessageStartingWith("NOPERM");
            assertThatThrownBy(() -> service.call("GET", "another")).hasMessageStartingWith("NOPERM");
        }
    }

    @Test
    void whatScriptsWroteIsThereAfterARestart() throws IOException {
        try (RedisServer redis = RedisServer.start(asConfigured(), directory)) {
            try (RespConnection service = connect(redis, "streamlane")) {
                String twoKeys = "redis.call('SET', KEYS[1], 1) redis.call('SET', KEYS[2], 1)";
                service.call("EVAL", twoKeys, "2", "redisaq:a", "redisaq:b");
            }

            redis.restart();

            try (RespConnection service = connect(redis, "streamlane")) {
                assertThat(service.call("EXISTS", "redisaq:a", "redisaq:b")).isEqualTo(2L);
            }
        }
    }

    @Test
    void redisLetsNobodyInWhoDoesNotSayWhoItIs() throws IOException {
        try (RedisServer redis = RedisServer.start(asConfigured(), directory);
                RespConnection anybody = new RespConnection(redis.port())) {
            assertThatThrownBy(() -> anybody.call("PING")).hasMessageStartingWith("NOAUTH");
        }
    }

    @Test
    void theRedisForDevelopmentDiffersOnlyInItsMemory() {
        Map<String, String> dev = new HashMap<>(CONF);
        dev.putAll(arguments());

        assertThat(arguments()).isNotEmpty();
        dev.remove("maxmemory");
        assertThat(CONF).containsAllEntriesOf(dev);
    }

    /** Redis with both files as they are; of what it is told besides, it gets only where to listen. */
    private Path asConfigured() throws IOException {
        Path conf = directory.resolve("redis.conf");
        Path users = Files.copy(Deploy.ROOT.resolve("redis-users.conf"), directory.resolve("users.conf"));
        Files.writeString(conf, StrictYaml.text(Deploy.ROOT.resolve("redis.conf")) + "include " + users + "\n");
        Path start = directory.resolve("start");
        Files.writeString(
                start,
                "#!/bin/sh\nexec %s %s --port $2 --bind $4\n"
                        .formatted(RedisExecProvider.defaultProvider().get(), conf));
        assertThat(start.toFile().setExecutable(true)).isTrue();
        return start;
    }

    private static RespConnection connect(RedisServer redis, String user) {
        RespConnection connection = new RespConnection(redis.port());
        connection.call("AUTH", user, "CHANGE-ME");
        return connection;
    }

    private static Map<String, String> arguments() {
        List<String> words = Deploy.manifests(Deploy.OVERLAYS.resolve("dev")).stream()
                .flatMap(manifest -> manifest.as(Deployment.class))
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs();
        Map<String, String> arguments = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            arguments.put(words.get(i).substring("--".length()), words.get(i + 1));
        }
        return arguments;
    }
}
