package dev.streamlane.consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.partition.GroupId;
import dev.streamlane.permit.Permits;
import dev.streamlane.testing.ManualLoop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;

/** Makes group contexts that run on a {@link ManualLoop}. */
final class Contexts {
    static final GroupId GROUP = new GroupId("topic", "group");
    static final Instant NOW = Instant.parse("2025-11-22T06:00:00Z");
    static final Duration DRAIN = Duration.ofSeconds(10);
    static final Duration ABANDON = Duration.ofSeconds(1);
    static final Duration BLOCK = Duration.ofSeconds(5);

    /** Without jitter: 500 ms, 1 s, 2 s, 4 s, 5 s… */
    static final RetryPolicy RETRY = new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(10), () -> 0);

    String defaultGroup = "group";
    int maxConcurrency = 100;
    int readBatch = 50;
    int readBytes = 1 << 20;
    int maxParked = 40;
    Duration jobTimeout = Duration.ZERO;
    SoloGate gate = new SoloGate();
    JobEvents events = JobEvents.NONE;
    Permits permits = Permits.ANY;

    ConsumerSettings settings() {
        return new ConsumerSettings(
                defaultGroup,
                OptionalInt.of(maxConcurrency),
                10,
                readBatch,
                readBytes,
                maxParked,
                jobTimeout,
                RETRY.initial(),
                RETRY.max(),
                DRAIN,
                ABANDON,
                BLOCK);
    }

    GroupContext on(ManualLoop loop, Invoker invoker) {
        return new GroupContext(
                GROUP,
                settings(),
                loop,
                loop,
                loop,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new Slots(maxConcurrency, permits),
                gate,
                new JobDecoder(GROUP, new ObjectMapper(), Object.class, jobTimeout),
                invoker,
                RETRY,
                events);
    }
}
