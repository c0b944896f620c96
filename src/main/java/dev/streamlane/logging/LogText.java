package dev.streamlane.logging;

/**
 * Makes text that anybody may have chosen fit for a line of the log: it can neither begin a new line nor hide what stands
 * there, and it has an end.
 */
public final class LogText {
    private static final int MAX_NAME = 200;
    private static final int MAX_TEXT = 2000;

    private LogText() {}

    /** A name, of which so much is shown that one can find it. */
    public static String name(String text) {
        return of(text, MAX_NAME);
    }

    /** A description, of which about a page is shown. */
    public static String text(String text) {
        return of(text, MAX_TEXT);
    }

    /** A number of attempts. */
    public static String attempts(int count) {
        return count == 1 ? "1 attempt" : count + " attempts";
    }

    private static String of(String text, int max) {
        return text.length() <= max && plain(text) ? text : shown(text, max);
    }

    /** A loop, because each job's id comes this way: a stream would take a twentieth of what a job takes in all. */
    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }

    private static String shown(String text, int max) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), max));
        text.codePoints().limit(max).forEach(character -> append(shown, character));
        return text.codePointCount(0, text.length()) <= max
                ? shown.toString()
                : shown.append('…').toString();
    }

    private static void append(StringBuilder shown, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> shown.append(String.format("\\u%04x", character));
            default -> shown.appendCodePoint(character);
        }
    }
}
