package dev.streamlane.rest;

/** Repeats a foreign name in an answer: its beginning, and only characters that every reader can show. */
final class Quote {
    private static final int MAX = 64;

    private Quote() {}

    static String of(String name) {
        StringBuilder shown = new StringBuilder(MAX);
        for (int i = 0; i < Math.min(MAX, name.length()); i++) {
            char c = name.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return name.length() > MAX ? shown.append('…').toString() : shown.toString();
    }
}
