package dev.streamlane.streams;

import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.streams.LoadBalancer.Claim;
import dev.streamlane.streams.LoadBalancer.Load;
import dev.streamlane.streams.StreamEvents.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Claims streams of one service as far as there is room, and runs their processors. Confined to the service's thread, but for
 * what says otherwise.
 */
final class ServiceConsumer {
    private static final Logger LOG = Logger.getLogger(ServiceConsumer.class);

    private final ServiceContext context;
    private final HeldStreams held;
    private final Conclusion conclusion;
    private final Map<String, Candidate> claiming = new HashMap<>();
    private final Queue<Candidate> candidates = new ArrayDeque<>();
    private final Runnable changed;
    private boolean leaving;

    /** @param changed hears that there is room again, or less is held */
    ServiceConsumer(ServiceContext context, Runnable changed) {
        this.context = context;
        this.held = new HeldStreams(context.settings().maxStreams());
        this.changed = changed;
        this.conclusion = new Conclusion(context, held, changed);
    }

    Load load() {
        return held.load(claiming.size());
    }

    HeldStreams held() {
        return held;
    }

    /** Whether an entry is this replica's, or about to be. */
    boolean knows(String entryId) {
        return held.contains(entryId) || claiming.containsKey(entryId);
    }

    /** Whether nothing is held and nothing is about to come. */
    boolean idle() {
        return held.size() == 0 && claiming.isEmpty();
    }

    /** These may be claimed, in this order; what was found before does not count any more. */
    void found(List<Candidate> claimable) {
        candidates.clear();
        candidates.addAll(claimable);
        pump();
    }

    /** Begins and claims what there is room for. */
    void pump() {
        // While not all of them can begin, the most urgent may still be on its way.
        if (claiming.isEmpty() || held.roomFor(claiming.size())) {
            for (var next = held.begin(); next.isPresent(); next = held.begin()) {
                start(next.get());
            }
        }
        while (!candidates.isEmpty() && load().free() > 0) {
            Candidate candidate = candidates.poll();
            if (!knows(candidate.id())) {
                claim(candidate);
            }
        }
    }

    /** Gives on what could not begin yet. */
    void giveBackWaiting() {
        held.waiting().forEach(stream -> conclusion.letGo(stream, Duration.ZERO));
    }

    /** Hands everything over and claims nothing more. */
    void leave() {
        leaving = true;
        candidates.clear();
        giveBackWaiting();
        held.all().stream().filter(Held::running).forEach(this::handOver);
    }

    /** Not ours any more. */
    void disown(Held stream, String reason) {
        if (stream.state() == Held.State.CONCLUDING || stream.state() == Held.State.ABANDONED) {
            return;
        }
        LOG.warnf(
                "Stream %s of service %s is not ours any more: %s",
                stream.hold().name(), context.service(), reason);
        context.events().lockLost(context.service());
        held.abandon(stream);
        changed.run();
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
                    } else {
                        disown(stream, "its checkpoint was refused");
                    }
                    result.complete(ours);
                }));
        return result;
    }

    /** Claims an entry; one that this replica has just taken, it gives on if it cannot have it. */
    void claim(Candidate candidate) {
        boolean fresh = candidate.from().equals(context.balancer().me());
        if (leaving) {
            if (fresh) {
                disclaim(candidate);
            }
            return;
        }
        long asked = context.ticker().nanos();
        claiming.put(candidate.id(), candidate);
        context.balancer()
                .claim(candidate.id(), candidate.name(), candidate.from(), candidate.minIdle(), candidate.lostOwner())
                .whenComplete((answer, failure) -> {
                    claiming.remove(candidate.id());
                    if (answer instanceof Claim.Granted granted) {
                        granted(candidate, granted, asked);
                    } else if (fresh && failure == null) {
                        disclaim(candidate);
                    }
                    changed.run();
                });
    }

    /** Makes it nobody's; if that fails, the next beat finds it. */
    private void disclaim(Candidate candidate) {
        context.balancer().disclaim(candidate.id(), candidate.name()).exceptionally(unavailable -> null);
    }

    private void granted(Candidate candidate, Claim.Granted granted, long asked) {
        long trusted = asked + context.settings().trust().toNanos();
        Held stream = new Held(granted, candidate.assignment(), trusted);
        if (candidate.assignment() == null) {
            held.addConcluding(stream);
            conclusion.bury(stream, candidate.unreadable(), granted.failures());
        } else if (granted.failures() >= context.settings().maxAttempts()) {
            held.addConcluding(stream);
            conclusion.bury(stream, "its last owner, " + candidate.from() + ", was lost", granted.failures());
        } else {
            held.addWaiting(stream);
            context.events().assigned(context.service(), granted.previous().isPresent());
            log(stream);
            if (leaving) {
                conclusion.letGo(stream, Duration.ZERO);
            }
        }
    }

    private void log(Held stream) {
        String name = stream.hold().name();
        stream.previous()
                .ifPresentOrElse(
                        from -> LOG.infof("Stream %s of service %s claimed from %s", name, context.service(), from),
                        () -> LOG.debugf("Stream %s of service %s assigned", name, context.service()));
    }

    private void start(Held stream) {
        OwnedStream view = new OwnedStream(context.service(), stream, context.dataStreams(), this::checkpoint);
        context.events().started(context.service());
        long now = context.ticker().nanos();
        Invocation invocation =
                context.invoker().invoke(view, outcome -> context.thread().execute(() -> ended(stream, outcome)));
        stream.running(invocation, now);
    }

    private void ended(Held stream, Outcome outcome) {
        held.returned(stream);
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
            case HANDED_OVER -> conclusion.letGo(stream, Duration.ZERO);
            case DISOWNED -> changed.run();
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
                LOG.warnf(
                        "Stream %s of service %s is handed over though its processor has not returned",
                        stream.hold().name(), context.service());
                conclusion.letGo(stream, Duration.ZERO);
            }
        });
    }
}
