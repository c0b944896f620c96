package dev.streamlane.bench.results;

import java.util.Locale;

/** Numbers with as many digits as they are worth. */
final class Numbers {
    private static final double WHOLE = 100;
    private static final double ONE_DIGIT = 10;

    private Numbers() {}

    static String text(double value) {
        double size = Math.abs(value);
        String format = value == Math.rint(value) || size >= WHOLE ? "%,.0f" : size >= ONE_DIGIT ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
