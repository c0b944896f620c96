package dev.streamlane.rest;

import dev.streamlane.coordination.Ticker;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How many refusals are noted: so many a minute, for it costs nobody anything to be refused, and nobody is to fill the log.
 */
final class RefusalBudget {
    static final int A_MINUTE = 60;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Ticker ticker;
    private long begin;
    private int noted;
    private long untold;

    RefusalBudget(Ticker ticker) {
        this.ticker = ticker;
        this.begin = ticker.nanos();
    }

    /** Empty if this refusal is not to be noted; otherwise how many were not, before it, and have not been told of. */
    synchronized OptionalLong take() {
        long before = 0;
        if (ticker.nanos() - begin >= MINUTE) {
            begin = ticker.nanos();
            noted = 0;
            before = untold;
            untold = 0;
        }
        if (noted == A_MINUTE) {
            untold++;
            return OptionalLong.empty();
        }
        noted++;
        return OptionalLong.of(before);
    }
}
