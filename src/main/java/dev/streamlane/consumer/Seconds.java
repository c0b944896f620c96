package dev.streamlane.consumer;

import java.math.BigDecimal;

/** Reads numbers of seconds, as producers write them into an entry's fields. */
final class Seconds {
    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
    private static final int FRACTION = 9;

    /** With so many digits before the point, the nanoseconds fit into a {@code long}; epoch seconds have ten until 2286. */
    private static final int DIGITS = 10;

    private static final long MOST = Long.MAX_VALUE / 1_000_000_000L - 1;

    private Seconds() {}

    /**
     * The nanoseconds of a decimal number of seconds, without what is below one; what does not fit into a {@code long} loses
     * its high bits.
     *
     * @throws NumberFormatException if it is not a number
     */
    static long nanos(String text) {
        int point = text.indexOf('.');
        int whole = point < 0 ? text.length() : point;
        int fraction = point < 0 ? 0 : text.length() - point - 1;
        boolean usual = whole >= 1 && whole <= DIGITS && fraction <= FRACTION && (point < 0 || fraction > 0);
        if (!usual || !digits(text, 0, whole) || !digits(text, text.length() - fraction, text.length())) {
            return unusual(text);
        }
        long seconds = Long.parseLong(text, 0, whole, 10);
        if (seconds > MOST) {
            return unusual(text);
        }
        long nanos = fraction == 0 ? 0 : Long.parseLong(text, point + 1, text.length(), 10);
        for (int i = fraction; i < FRACTION; i++) {
            nanos *= 10;
        }
        return seconds * 1_000_000_000L + nanos;
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static long unusual(String text) {
        return new BigDecimal(text).multiply(NANOS_PER_SECOND).longValue();
    }
}
