package dev.streamlane.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The users of Redis. */
public final class RedisUsers {
    private static final Path FILE = Deploy.ROOT.resolve("redis-users.conf");

    private RedisUsers() {}

    /** The words that make a user what it is, as {@code ACL SETUSER} takes them, its name first. */
    public static List<String> rule(String user) {
        return StrictYaml.text(FILE)
                .lines()
                .filter(line -> line.startsWith("user " + user + " "))
                .map(line -> List.of(line.substring("user ".length()).split(" ")))
                .findFirst()
                .orElseThrow();
    }

    /** The commands that a user may send, in lower case, those of containers as {@code container|command}. */
    static Set<String> commands(String user) {
        return rule(user).stream()
                .filter(word -> word.startsWith("+"))
                .map(word -> word.substring(1))
                .collect(Collectors.toSet());
    }
}
