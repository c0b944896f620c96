package dev.streamlane.schedule;

import dev.streamlane.coordination.Wakeups.Subscription;
import java.time.Duration;

/** Hears of what is due. A signal may get lost: it only makes somebody look sooner. */
public interface DueSignals {
    /** Hears from now on, until the returned handle is closed. */
    Subscription listen(Listener listener);

    /** Whoever hears; must not block. */
    interface Listener {
        /** Something is due in this partition in so long a time, sooner than all before. */
        void sooner(Place place, Duration in);

        /** Signals may have been missed. */
        void missed();
    }
}
