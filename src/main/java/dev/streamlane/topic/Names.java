package dev.streamlane.topic;

import java.util.regex.Pattern;

/**
 * The legal names of topics, groups and consumers. They are parts of Redis keys and of paths, so they are narrow: {@code .}
 * and {@code ..} in a path mean something else.
 */
public final class Names {
    /** {@link #LEGAL} as a regular expression. */
    public static final String REGEX = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}";

    /** What a legal name is, for messages. */
    public static final String LEGAL =
            "1 to 128 characters out of A-Z, a-z, 0-9, '.', '_' and '-', but not '.' or '..'";

    private static final Pattern PATTERN = Pattern.compile(REGEX);

    private Names() {}

    /** Whether {@code name} is legal. */
    public static boolean legal(String name) {
        return name != null && PATTERN.matcher(name).matches();
    }

    /**
     * Returns {@code name} if it is legal.
     *
     * @param what what it names, such as "topic"
     * @throws IllegalArgumentException if it is not
     */
    public static String require(String what, String name) {
        if (!legal(name)) {
            throw new IllegalArgumentException(what + " '" + name + "' is not legal: it must be " + LEGAL);
        }
        return name;
    }
}
