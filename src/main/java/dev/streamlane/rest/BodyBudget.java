package dev.streamlane.rest;

import dev.streamlane.config.StreamlaneConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of request bodies this replica holds, so that many large requests at once cannot exhaust its memory. */
@Singleton
final class BodyBudget {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final long max;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(StreamlaneConfig config) {
        this.max = config.enqueue().maxInFlight();
    }

    /** Takes some bytes, if there are so many left. */
    boolean take(int bytes) {
        if (held.addAndGet(bytes) <= max) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** The problem that there are not so many left. */
    static Problem exhausted() {
        return Problem.of(ProblemType.OVERLOADED, "too many request bodies are being worked on; nothing was written")
                .retryAfter(PAUSE);
    }

    /** Gives bytes back. */
    void give(int bytes) {
        held.addAndGet(-bytes);
    }
}
