package dev.streamlane.redis;

import dev.streamlane.config.DeadLettersConfig;
import dev.streamlane.config.StreamlaneConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Removes dead letters that are too old, or too many. Every replica does it now and then; who comes late finds none. */
@Singleton
final class DeadLetterUpkeep {
    private static final Logger LOG = Logger.getLogger(DeadLetterUpkeep.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Redis is busy with so many for a millisecond or two. */
    private static final int STEP = 1_000;

    /** What is left then is removed a minute later. */
    private static final int MAX_STEPS = 20;

    private final RedisLanes lanes;
    private final RedisKeys keys;
    private final DeadLettersConfig limits;
    private long timer;

    @Inject
    DeadLetterUpkeep(RedisLanes lanes, RedisKeys keys, StreamlaneConfig config) {
        this(lanes, keys, config.deadLetters());
    }

    DeadLetterUpkeep(RedisLanes lanes, RedisKeys keys, DeadLettersConfig limits) {
        this.lanes = lanes;
        this.keys = keys;
        this.limits = limits;
    }

    void onStart(@Observes StartupEvent event) {
        timer = lanes.vertx().setPeriodic(1, INTERVAL.toMillis(), id -> trim().exceptionally(failure -> {
            LOG.debugf("Dead letters were not trimmed: %s", failure.getMessage());
            return null;
        }));
    }

    @PreDestroy
    void close() {
        lanes.vertx().cancelTimer(timer);
    }

    CompletionStage<Void> trim() {
        return trim(MAX_STEPS);
    }

    private CompletionStage<Void> trim(int steps) {
        ScriptCall call = ScriptCall.of(
                Script.LETTERS_TRIM,
                List.of(keys.deadLetter()),
                String.valueOf(limits.maxLength()),
                String.valueOf(limits.maxAge().map(Duration::toMillis).orElse(0L)),
                String.valueOf(STEP));
        return lanes.topics()
                .call(call)
                .thenCompose(reply -> Replies.number(reply, 0) >= STEP && steps > 1
                        ? trim(steps - 1)
                        : CompletableFuture.completedStage(null));
    }
}
