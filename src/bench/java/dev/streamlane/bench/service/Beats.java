package dev.streamlane.bench.service;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The heartbeats of a process with one group, as its metrics tell.
 *
 * @param count how many there were
 * @param seconds how long they took together
 */
public record Beats(double count, double seconds) {
    private static final String NUMBER = "\\{[^}]*} (\\S+)";

    static Beats parse(String metrics) {
        return new Beats(
                number("streamlane_beats_seconds_count", metrics), number("streamlane_beats_seconds_sum", metrics));
    }

    /** How long those since an earlier moment took on average, in milliseconds; 0 if there were none. */
    public double meanMillisSince(Beats earlier) {
        return count == earlier.count ? 0 : (seconds - earlier.seconds) * 1e3 / (count - earlier.count);
    }

    private static double number(String name, String metrics) {
        Matcher line = Pattern.compile(name + NUMBER).matcher(metrics);
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }
}
