package dev.streamlane.bench.measure;

import java.time.Duration;

/** How many a second. */
final class Rate {
    private Rate() {}

    static double of(int jobs, Duration took) {
        return jobs * 1e9 / took.toNanos();
    }
}
