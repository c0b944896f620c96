package dev.streamlane.stats;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.streams.StreamEvents.Result;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What this replica does for one service. For any thread. */
final class ServiceActivity {
    private final LongAdder assigned = new LongAdder();
    private final LongAdder claimed = new LongAdder();
    private final Activity<Result> attempts;
    private volatile int held;

    ServiceActivity(Ticker ticker) {
        this.attempts = new Activity<>(Result.class, ticker);
    }

    void assigned(boolean another) {
        assigned.increment();
        if (another) {
            claimed.increment();
        }
    }

    void ended(Result result, Duration took) {
        attempts.ended(result, took);
    }

    void held(int count) {
        held = count;
    }

    ServiceStats stats(String service) {
        return new ServiceStats(service, assigned.sum(), claimed.sum(), held, attempts.all(), attempts.recent());
    }
}
