package dev.streamlane.streams;

import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.streams.LoadBalancer.Claim;
import dev.streamlane.streams.LoadBalancer.Load;
import dev.streamlane.streams.StreamEvents.Result;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs the processors of the streams of one service. Confined to the service's thread, but for what says otherwise. */
final class ServiceConsumer {
    private final ServiceContext context;
    private final HeldStreams held = new HeldStreams();
    private final ServiceLog log;
    private final Claims claims;
    private final Conclusion conclusion;
    private final Runnable changed;
    private boolean leaving;

    /** @param changed hears that there is room again, or less is held */
    ServiceConsumer(ServiceContext context, Runnable changed) {
        this.context = context;
        this.changed = changed;
        this.log = new ServiceLog(context.service());
        this.conclusion = new Conclusion(context, held, log, changed);
        this.claims = new Claims(context, held, this::granted, changed);
    }

    /** Chooses what is claimed. */
    Claims claims() {
        return claims;
    }

    /** What this replica has and can take. */
    Load load() {
        int free = context.settings().maxStreams() - held.places() - claims.size();
        return new Load(held.size() + claims.size(), leaving ? 0 : Math.max(0, free));
    }

    /** How many streams this replica has. */
    int held() {
        return held.size();
    }

    /** What this replica has that is not being concluded. */
    List<Held> running() {
        return held.all().stream().filter(Held::running).toList();
    }

    /** Whether nothing is held and nothing is about to come. */
    boolean idle() {
        return held.size() == 0 && claims.size() == 0;
    }

    /** Hands everything over and claims nothing more. */
    void leave() {
        leaving = true;
        claims.close();
        running().forEach(this::handOver);
    }

    /** Nothing is ours any more. */
    void disownAll(String reason) {
        leaving = true;
        claims.abandon();
        disown(running(), reason);
    }

    /** Those of them that run are not ours any more. */
    void disown(Collection<Held> streams, String reason) {
        List<Held> lost = streams.stream().filter(Held::running).toList();
        if (lost.isEmpty()) {
            return;
        }
        log.lost(lost, reason);
        lost.forEach(stream -> context.events().lockLost(context.service()));
        lost.forEach(held::abandon);
        changed.run();
    }

    /** Redis answers again. */
    void reconnected() {
        conclusion.reconnected();
    }

    /** Saves a checkpoint; whether the stream was still ours. May be called from any thread. */
    CompletionStage<Boolean> checkpoint(Held stream, String position) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        context.thread().execute(() -> context.balancer()
                .checkpoint(stream.hold(), position)
                .whenComplete((ours, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                        return;
                    }
                    if (ours) {
                        stream.checkpoint(position);
                        if (stream.failures() == 0) {
                            claims.release(stream.id());
                        }
                    } else {
                        disown(List.of(stream), "its checkpoint was refused");
                    }
                    result.complete(ours);
                }));
        return result;
    }

    private void granted(String from, Optional<Reading> reading, Claim.Granted granted, long asked) {
        long trusted = asked + context.settings().trust().toNanos();
        Held stream = new Held(granted, reading.map(Reading::assignment).orElse(null), trusted);
        held.add(stream);
        Optional<String> unreadable = reading.map(Reading::unreadable);
        if (unreadable.isPresent()) {
            claims.release(stream.id());
            conclusion.bury(stream, unreadable.get(), granted.failures());
        } else if (granted.failures() >= context.settings().maxAttempts()) {
            claims.release(stream.id());
            String last = granted.previous().orElse(from);
            conclusion.bury(stream, "its last owner, " + last + ", was lost", granted.failures());
        } else if (reading.isEmpty()
                || leaving
                || !stream.trusted(context.ticker().nanos())) {
            // An answer that took too long, say because this process stood still, may be about what is another's by
            // now.
            claims.release(stream.id());
            conclusion.letGo(stream);
        } else {
            context.events().assigned(context.service(), granted.previous().isPresent());
            log.assigned(stream);
            start(stream);
        }
    }

    private void start(Held stream) {
        OwnedStream view = new OwnedStream(
                context.service(), stream, context.dataStreams(), this::checkpoint, context.processors());
        context.events().started(context.service());
        long now = context.ticker().nanos();
        Invocation invocation =
                context.invoker().invoke(view, outcome -> context.thread().execute(() -> ended(stream, outcome)));
        stream.running(invocation, now);
    }

    private void ended(Held stream, Outcome outcome) {
        claims.release(stream.id());
        Result result = result(stream, outcome);
        context.events()
                .ended(
                        context.service(),
                        result,
                        Duration.ofNanos(context.ticker().nanos() - stream.startedAt()));
        switch (result) {
            case DONE -> conclusion.done(stream);
            case FAILED -> conclusion.failed(stream, ((Outcome.Failed) outcome).error());
            case DISCARDED -> conclusion.bury(stream, ((Outcome.Discarded) outcome).error(), stream.failures() + 1);
            case HANDED_OVER -> conclusion.letGo(stream);
            case DISOWNED -> {
                if (stream.state() == Held.State.ABANDONED) {
                    held.strayReturned();
                }
                changed.run();
            }
        }
    }

    private static Result result(Held stream, Outcome outcome) {
        return switch (stream.state()) {
            case HANDING_OVER -> Result.HANDED_OVER;
            case ABANDONED, CONCLUDING -> Result.DISOWNED;
            default ->
                outcome instanceof Outcome.Done
                        ? Result.DONE
                        : outcome instanceof Outcome.Discarded ? Result.DISCARDED : Result.FAILED;
        };
    }

    /** Its processor gets a moment to return; then somebody else goes on without it. */
    private void handOver(Held stream) {
        stream.handOver();
        context.timers().schedule(context.settings().handOverTimeout(), () -> {
            if (stream.state() == Held.State.HANDING_OVER) {
                log.notReturned(stream);
                conclusion.letGo(stream);
            }
        });
    }
}
