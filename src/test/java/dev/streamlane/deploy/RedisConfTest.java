package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.RespConnection;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Redis understands its configuration, and the one of the overlay for development agrees with it. */
class RedisConfTest {
    private static final Map<String, String> CONF = StrictYaml.text(Deploy.ROOT.resolve("redis.conf"))
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1].replace("\"", "")));

    @Test
    void redisKnowsEveryParameterAndTakesItsValue() {
        try (RedisServer redis = RedisServer.start();
                RespConnection connection = new RespConnection(redis.port())) {
            assertThat(CONF).containsEntry("maxmemory-policy", "noeviction").allSatisfy((name, value) -> {
                assertThat(connection.call("CONFIG", "SET", name, value)).isEqualTo("OK");
            });
        }
    }

    @Test
    void redisTakesItsUsers() {
        try (RedisServer redis = RedisServer.start();
                RespConnection connection = new RespConnection(redis.port())) {
            assertThat(List.of("streamlane", "keda", "admin")).allSatisfy(user -> {
                String[] rule = RedisUsers.rule(user).toArray(String[]::new);
                String[] command = new String[rule.length + 2];
                command[0] = "ACL";
                command[1] = "SETUSER";
                System.arraycopy(rule, 0, command, 2, rule.length);
                assertThat(connection.call(command)).isEqualTo("OK");
            });
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
