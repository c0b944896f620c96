package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Ending;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Writes what became of streams, and tries again until Redis answers: also when their locks have run out meanwhile, because
 * the scripts know whether anybody else has them. Confined to the service's thread.
 */
final class Conclusion {
    private final ServiceContext context;
    private final HeldStreams held;
    private final ServiceLog log;
    private final Runnable changed;
    private final Unwritten unwritten;

    /** @param changed hears that a stream is concluded */
    Conclusion(ServiceContext context, HeldStreams held, ServiceLog log, Runnable changed) {
        this.context = context;
        this.held = held;
        this.log = log;
        this.changed = changed;
        this.unwritten = new Unwritten(context.timers(), context.retry().random());
    }

    /** Its processor has returned. */
    void done(Held stream) {
        conclude(stream, () -> context.balancer().done(stream.hold()), () -> log.done(stream));
    }

    /** Its processor has thrown. */
    void failed(Held stream, String error) {
        int attempts = stream.failures() + 1;
        if (attempts >= context.settings().maxAttempts()) {
            bury(stream, error, attempts);
            return;
        }
        Duration backoff = context.retry().backoff(attempts);
        log.failed(stream, attempts, backoff, error);
        conclude(stream, () -> release(stream, true, backoff), () -> context.events()
                .retrying(context.service()));
    }

    /** It goes to the dead letters. */
    void bury(Held stream, String error, int attempts) {
        conclude(stream, () -> context.balancer().bury(stream.hold(), error, attempts), () -> {
            log.dead(stream, attempts, error);
            context.events().deadLettered(context.service());
        });
    }

    /** Somebody else goes on with it. */
    void letGo(Held stream) {
        conclude(stream, () -> release(stream, false, Duration.ZERO), () -> {});
    }

    /** Redis answers again: what could not be written is written now. */
    void reconnected() {
        unwritten.repeatAll();
    }

    /** Whoever has claimed it since, may have done so after an earlier call had let it go. */
    private CompletionStage<Ending> release(Held stream, boolean failed, Duration lockFor) {
        return context.balancer()
                .letGo(stream.hold(), failed, lockFor)
                .thenApply(failures -> failures.isPresent() ? Ending.WRITTEN : Ending.GONE);
    }

    private void conclude(Held stream, Supplier<CompletionStage<Ending>> call, Runnable written) {
        stream.concluding();
        write(stream, call, written, false);
    }

    /**
     * @param again whether an earlier call was not answered: if there is nothing left to be written then, that one has done it
     */
    private CompletionStage<Ending> write(
            Held stream, Supplier<CompletionStage<Ending>> call, Runnable written, boolean again) {
        return begin(stream, call).whenComplete((ending, failure) -> {
            if (failure != null) {
                log.waiting(stream);
                unwritten.add(() -> write(stream, call, written, true));
                return;
            }
            held.remove(stream);
            if (ending == Ending.WRITTEN || (again && ending == Ending.GONE)) {
                written.run();
            } else {
                log.late(stream);
            }
            changed.run();
        });
    }

    private CompletionStage<Ending> begin(Held stream, Supplier<CompletionStage<Ending>> call) {
        try {
            return call.get();
        } catch (Throwable e) { // Whatever it is, the stream must be concluded one day.
            log.notWritten(stream, e);
            return CompletableFuture.failedStage(e);
        }
    }
}
