package dev.streamlane.producer;

/**
 * Finds surrogates without a partner. They have no form in UTF-8: a key with one would silently become another key, and
 * other languages cannot read a payload that has one.
 */
final class Unicode {
    /** What is wrong with such a text, for messages. */
    static final String HALF = "half of a surrogate pair, which is no character";

    private Unicode() {}

    /** Whether a plain text can be written as UTF-8. */
    static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Whether all of the escapes in a legal JSON text stand for text that can be written as UTF-8. */
    static boolean wellFormedEscapes(String json) {
        for (int i = json.indexOf('\\'); i >= 0; i = json.indexOf('\\', i)) {
            char c = escaped(json, i);
            if (Character.isHighSurrogate(c) && Character.isLowSurrogate(escaped(json, i + 6))) {
                i += 12;
            } else if (Character.isSurrogate(c)) {
                return false;
            } else {
                i += 2;
            }
        }
        return true;
    }

    /** What the escape of four hex digits at {@code at} stands for; some harmless character if there is none. */
    private static char escaped(String json, int at) {
        boolean escape = at + 6 <= json.length() && json.charAt(at) == '\\' && json.charAt(at + 1) == 'u';
        return escape ? (char) Integer.parseInt(json, at + 2, at + 6, 16) : ' ';
    }
}
