package dev.streamlane.producer;

/** Measures texts. */
final class Text {
    private Text() {}

    /** The length in UTF-8, or any number above {@code enough} once it is passed. */
    static long utf8Length(String text, int enough) {
        int chars = text.length();
        if (chars > enough || 3L * chars <= enough) {
            return chars;
        }
        long bytes = 0;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair accounts for two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
