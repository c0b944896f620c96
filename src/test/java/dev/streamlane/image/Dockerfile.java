package dev.streamlane.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile, read into its stages.
 *
 * @param stages in their order; the last one is the image
 */
record Dockerfile(List<Stage> stages) {
    private static final Pattern WORDS = Pattern.compile("(\\w+)\\s+((?:--\\S+\\s+)*)(.*)", Pattern.DOTALL);

    /**
     * What begins with a {@code FROM}.
     *
     * @param base what it builds on
     * @param name what later stages call it, or an empty text
     */
    record Stage(String base, String name, List<Instruction> instructions) {
        List<Instruction> all(String keyword) {
            return instructions.stream()
                    .filter(instruction -> instruction.keyword().equals(keyword))
                    .toList();
        }
    }

    /**
     * One instruction, its continued lines put together.
     *
     * @param keyword in upper case
     * @param flags what begins with two dashes, before everything else
     * @param arguments the rest
     */
    record Instruction(String keyword, List<String> flags, String arguments) {
        List<String> words() {
            return List.of(arguments.trim().split("\\s+"));
        }

        boolean hasFlag(String beginning) {
            return flags.stream().anyMatch(flag -> flag.startsWith(beginning));
        }
    }

    Stage image() {
        return stages.get(stages.size() - 1);
    }

    static Dockerfile parse(String text) {
        List<Stage> stages = new ArrayList<>();
        String joined = text.lines()
                .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                .map(line -> line.endsWith("\\") ? line.substring(0, line.length() - 1) + " " : line + "\n")
                .reduce("", String::concat);
        for (String line : joined.split("\n")) {
            Matcher words = WORDS.matcher(line);
            if (!words.matches()) {
                throw new IllegalArgumentException("no instruction: " + line);
            }
            String keyword = words.group(1).toUpperCase(Locale.ROOT);
            List<String> flags = words.group(2).isBlank()
                    ? List.of()
                    : List.of(words.group(2).trim().split("\\s+"));
            Instruction instruction = new Instruction(keyword, flags, words.group(3));
            if (keyword.equals("FROM")) {
                List<String> from = instruction.words();
                stages.add(new Stage(from.get(0), from.size() > 2 ? from.get(2) : "", new ArrayList<>()));
            } else {
                stages.get(stages.size() - 1).instructions().add(instruction);
            }
        }
        return new Dockerfile(stages);
    }
}
