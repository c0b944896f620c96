package dev.streamlane.streams;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Writes what became of streams, and tries again until Redis answers: also when their locks have run out meanwhile, because
 * the scripts know whether anybody else has them. Confined to the service's thread.
 */
final class Conclusion {
    private static final Logger LOG = Logger.getLogger(Conclusion.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);

    private final ServiceContext context;
    private final HeldStreams held;
    private final Runnable changed;

    /** @param changed hears that a stream is concluded */
    Conclusion(ServiceContext context, HeldStreams held, Runnable changed) {
        this.context = context;
        this.held = held;
        this.changed = changed;
    }

    /** Its processor has returned. */
    void done(Held stream) {
        conclude(stream, () -> context.balancer().done(stream.hold()), ours -> {
            if (ours) {
                LOG.debugf("Stream %s of service %s is done", stream.hold().name(), context.service());
            }
        });
    }

    /** Its processor has thrown. */
    void failed(Held stream, String error) {
        int attempts = stream.failures() + 1;
        if (attempts >= context.settings().maxAttempts()) {
            bury(stream, error, attempts);
            return;
        }
        Duration backoff = context.retry().backoff(attempts);
        LOG.warnf(
                "Attempt %d at stream %s of service %s failed; the next one follows in %d ms: %s",
                attempts, stream.hold().name(), context.service(), backoff.toMillis(), error);
        conclude(stream, () -> release(stream, true, backoff), ours -> {
            if (ours) {
                context.events().retrying(context.service());
            }
        });
    }

    /** It goes to the dead letters. */
    void bury(Held stream, String error, int attempts) {
        conclude(stream, () -> context.balancer().bury(stream.hold(), error, attempts), ours -> {
            if (ours) {
                LOG.warnf(
                        "Entry %s of service %s, stream '%s', is dead after %d attempts: %s",
                        stream.id(), context.service(), stream.hold().name(), attempts, error);
                context.events().deadLettered(context.service());
            }
        });
    }

    /** Somebody else goes on with it, {@code later} at the earliest. */
    void letGo(Held stream, Duration later) {
        conclude(stream, () -> release(stream, false, later), ours -> {});
    }

    private CompletionStage<Boolean> release(Held stream, boolean failed, Duration lockFor) {
        return context.balancer().letGo(stream.hold(), failed, lockFor).thenApply(failures -> failures.isPresent());
    }

    private void conclude(Held stream, Supplier<CompletionStage<Boolean>> write, Consumer<Boolean> written) {
        stream.concluding();
        write.get().whenComplete((ours, failure) -> {
            if (failure != null) {
                context.timers().schedule(AFTER_FAILURE, () -> conclude(stream, write, written));
                return;
            }
            if (!ours) {
                LOG.warnf(
                        "Stream %s of service %s was somebody else's already when its end was to be written",
                        stream.hold().name(), context.service());
            }
            held.remove(stream);
            written.accept(ours);
            changed.run();
        });
    }
}
