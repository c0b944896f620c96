package dev.streamlane.streams;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ID of a stream's entry: two unsigned 64-bit numbers, of which the first is usually the time in milliseconds.
 *
 * @param first the number before the hyphen
 * @param second the number behind it
 */
public record EntryId(long first, long second) implements Comparable<EntryId> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,20})-(\\d{1,20})");

    /** @throws IllegalArgumentException if {@code text} is no entry ID */
    public static EntryId parse(String text) {
        Matcher form = FORM.matcher(String.valueOf(text));
        if (!form.matches()) {
            throw illegal(text);
        }
        try {
            return new EntryId(Long.parseUnsignedLong(form.group(1)), Long.parseUnsignedLong(form.group(2)));
        } catch (NumberFormatException e) {
            throw illegal(text);
        }
    }

    @Override
    public int compareTo(EntryId other) {
        int byFirst = Long.compareUnsigned(first, other.first);
        return byFirst != 0 ? byFirst : Long.compareUnsigned(second, other.second);
    }

    /** As Redis writes it. */
    @Override
    public String toString() {
        return Long.toUnsignedString(first) + "-" + Long.toUnsignedString(second);
    }

    private static IllegalArgumentException illegal(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no entry ID: it must be two numbers with a hyphen in between");
    }
}
