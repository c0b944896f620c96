package dev.streamlane.deploy;

import java.util.List;
import java.util.regex.Pattern;

/** Which Secrets somebody is told to create, by a command in a comment. */
final class Secrets {
    private static final Pattern COMMAND =
            Pattern.compile("create secret generic (\\S+)((?:\\s+--?\\S+(?: \\w[\\w-]*)?)*)");

    private Secrets() {}

    /** Whether a command gives this Secret this key. */
    static boolean told(String name, String key) {
        return commands().stream()
                .anyMatch(command -> command.startsWith(name + " ")
                        && Pattern.compile("--from-(literal|file)=" + Pattern.quote(key) + "(=|\\s|$)")
                                .matcher(command)
                                .find());
    }

    private static List<String> commands() {
        return Deploy.files().stream()
                .map(StrictYaml::text)
                .map(text -> text.replaceAll("\\\\\n#", " "))
                .flatMap(text -> COMMAND.matcher(text).results())
                .map(match -> match.group(1) + " " + match.group(2))
                .toList();
    }
}
