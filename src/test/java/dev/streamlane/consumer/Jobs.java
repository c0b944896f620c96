package dev.streamlane.consumer;

import dev.streamlane.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Makes jobs for processors. */
final class Jobs {
    private Jobs() {}

    static Job<Object> job(String id) {
        return new Job<>(
                id,
                "topic",
                "group",
                0,
                id,
                null,
                "payload",
                Map.of(),
                1,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                Duration.ZERO);
    }
}
