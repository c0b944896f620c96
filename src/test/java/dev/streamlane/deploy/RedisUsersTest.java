package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The service's user may send what the service sends, and nothing else. That this suffices, {@code EveryScriptIT} proves. */
class RedisUsersTest {
    private static final Pattern IN_JAVA = Pattern.compile("Command\\.([A-Z]+)\\)?(?:\\s*\\.arg\\(\"([A-Z]+)\"\\))?");
    private static final Pattern IN_LUA = Pattern.compile("call\\('([A-Z]+)'(?:, *'([A-Z]+)')?");
    private static final Set<String> CONTAINERS = Set.of("config", "xgroup", "xinfo");

    /** What Redis lets everybody send, and what only {@code streamlane.streams.enable-notifications} needs. */
    private static final Set<String> NOT_LISTED = Set.of("quit", "config|set");

    /**
     * What the client sends by itself: in Redis Cluster, and where a host names a database. Besides, it says who it is, which
     * everybody may.
     */
    private static final Set<String> OF_THE_CLIENT = Set.of("cluster|slots", "asking", "select");

    /**
     * All commands that the client's own code names, as of Vert.x 4.5: those above, in RedisConnectionManager, SharedSlots and
     * RedisClusterConnection; what it sends to Sentinels; what needs a setting that is nobody's here (reading from replicas,
     * another kind of topology, automatic failover); and what it only looks for in what others send.
     */
    private static final Set<String> NAMED_BY_THE_CLIENT = Set.of(
            "ASKING",
            "SELECT",
            "CLUSTER",
            "PING",
            "HELLO",
            "AUTH",
            "SENTINEL",
            "READONLY",
            "INFO",
            "SUBSCRIBE",
            "MULTI",
            "WAIT",
            "PSUBSCRIBE",
            "SSUBSCRIBE",
            "UNSUBSCRIBE",
            "PUNSUBSCRIBE",
            "SUNSUBSCRIBE",
            "MSET",
            "MGET",
            "DEL",
            "KEYS",
            "FLUSHDB",
            "DBSIZE");

    @Test
    void theUserMaySendWhatTheSourcesSend() throws IOException {
        Set<String> sent = new TreeSet<>(OF_THE_CLIENT);
        sent.addAll(commands(Path.of("src/main/java/dev/streamlane/redis"), IN_JAVA));
        sent.addAll(commands(Path.of("src/main/resources/lua"), IN_LUA));
        sent.removeAll(NOT_LISTED);

        assertThat(RedisUsers.commands("streamlane")).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void theClientSendsNothingElseByItself() {
        assertThat(new ClassFileImporter()
                        .importPackages(Command.class.getPackageName() + ".impl").stream()
                                .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                                .map(JavaAccess::getTarget)
                                .filter(field -> field.getOwner().isEquivalentTo(Command.class)))
                .extracting(field -> field.getName())
                .hasSizeGreaterThan(20)
                .containsOnlyElementsOf(NAMED_BY_THE_CLIENT);
    }

    @Test
    void nobodyIsLetInWithoutAPassword() {
        assertThat(RedisUsers.rule("default")).containsExactly("default", "off", "~*", "&*", "+@all");
        assertThat(Stream.of("streamlane", "keda", "admin").map(RedisUsers::rule))
                .allSatisfy(rule -> assertThat(rule).contains(">CHANGE-ME").doesNotContain("nopass"));
    }

    private static Set<String> commands(Path directory, Pattern pattern) throws IOException {
        Set<String> commands = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(StrictYaml::text)
                    .flatMap(text -> pattern.matcher(text).results())
                    .map(call -> name(call.group(1), call.group(2)))
                    .forEach(commands::add);
        }
        assertThat(commands).isNotEmpty();
        return commands;
    }

    private static String name(String command, String argument) {
        String name = command.toLowerCase(Locale.ROOT);
        return CONTAINERS.contains(name) ? name + "|" + argument.toLowerCase(Locale.ROOT) : name;
    }
}
