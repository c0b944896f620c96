package dev.streamlane.redis;

import java.time.Duration;

/** How often to ask for many data streams anew. */
final class Pace {
    /** A stream costs Redis up to a microsecond in a command with others, and ten in one of its own. */
    private static final Duration PER_STREAM = Duration.ofNanos(200_000);

    private Pace() {}

    /** The rest after asking for so many streams, so that they cost Redis less than a hundredth of its time, or a tenth. */
    static Duration rest(int streams, Duration shortest) {
        Duration rest = PER_STREAM.multipliedBy(streams);
        return rest.compareTo(shortest) > 0 ? rest : shortest;
    }
}
