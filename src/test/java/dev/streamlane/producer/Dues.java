package dev.streamlane.producer;

import java.time.Duration;

/** Makes due times. */
public final class Dues {
    private Dues() {}

    public static Due after(Duration delay) {
        return Due.after(delay);
    }

    /** @param millis since 1970 */
    public static Due at(long millis) {
        return new Due(millis, false);
    }
}
