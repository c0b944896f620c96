package dev.streamlane.consumer;

import java.math.BigDecimal;

/** Reads numbers of seconds, as producers write them into an entry's fields. */
final class Seconds {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** So many digits before the point are read here; epoch seconds have ten until 2286. */
    private static final int DIGITS = 10;

    /** As nanoseconds, more may not fit into a {@code long}. */
    private static final long MOST = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

    private Seconds() {}

    /**
     * The nanoseconds of a decimal number of seconds, without what is below one; what does not fit into a {@code long} loses
     * its high bits.
     *
     * @throws NumberFormatException if it is not a number
     */
    static long nanos(String text) {
        int length = text.length();
        int i = 0;
        long seconds = 0;
        for (; i < length && digit(text, i); i++) {
            seconds = seconds * 10 + text.charAt(i) - '0';
        }
        boolean usual = i >= 1 && i <= DIGITS && seconds <= MOST;
        long nanos = 0;
        if (i < length && text.charAt(i) == '.') {
            int point = i++;
            long unit = NANOS_PER_SECOND;
            for (; i < length && unit > 1 && digit(text, i); i++) {
                unit /= 10;
                nanos += unit * (text.charAt(i) - '0');
            }
            usual &= i > point + 1;
        }
        return usual && i == length ? seconds * NANOS_PER_SECOND + nanos : unusual(text);
    }

    private static boolean digit(String text, int index) {
        return text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private static long unusual(String text) {
        return new BigDecimal(text)
                .multiply(BigDecimal.valueOf(NANOS_PER_SECOND))
                .longValue();
    }
}
