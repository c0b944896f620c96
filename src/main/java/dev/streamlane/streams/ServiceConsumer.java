package dev.streamlane.streams;

import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.streams.LoadBalancer.Claim;
import dev.streamlane.streams.LoadBalancer.Load;
import dev.streamlane.streams.StreamEvents.Result;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
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
    private final HeldStreams held = new HeldStreams();
    private final Conclusion conclusion;
    private final Quarantine quarantine;
    private final Map<String, Candidate> taken = new HashMap<>();
    private final Map<String, Long> duplicates = new HashMap<>();
    private final Map<String, Candidate> claiming = new HashMap<>();
    private final List<Candidate> candidates = new LinkedList<>();
    private final Runnable changed;
    private boolean leaving;

    /** @param changed hears that there is room again, or less is held */
    ServiceConsumer(ServiceContext context, Runnable changed) {
        this.context = context;
        this.quarantine = new Quarantine(context.settings().maxAttempts());
        this.changed = changed;
        this.conclusion = new Conclusion(context, held, changed);
    }

    /** What this replica has and can take. */
    Load load() {
        int known = taken.size() + claiming.size();
        int free = context.settings().maxStreams() - held.places() - known;
        return new Load(held.size() + known, leaving ? 0 : Math.max(0, free));
    }

    Collection<Held> held() {
        return held.all();
    }

    /** Whether an entry is this replica's, or about to be. */
    boolean knows(String entryId) {
        return held.contains(entryId) || claiming.containsKey(entryId) || taken.containsKey(entryId);
    }

    /** Whether nothing is held and nothing is about to come. */
    boolean idle() {
        return held.size() == 0 && claiming.isEmpty() && taken.isEmpty();
    }

    /** An entry was taken; it is claimed as soon as there is room. */
    void taken(Candidate candidate) {
        if (leaving) {
            disclaim(candidate);
        } else if (!knows(candidate.id())) { // A group that was made anew may deliver it again.
            taken.put(candidate.id(), candidate);
        }
    }

    /** These may be claimed, in this order; what was found before does not count any more. */
    void found(List<Candidate> claimable) {
        candidates.clear();
        candidates.addAll(claimable);
        duplicates.values().removeIf(again -> again - context.ticker().nanos() <= 0);
        pump();
    }

    /** Claims what there is room for. */
    void pump() {
        Iterator<Candidate> found = candidates.iterator();
        while (found.hasNext() && room()) {
            Candidate candidate = found.next();
            if (knows(candidate.id())) {
                found.remove();
            } else if (claimable(candidate)) {
                found.remove();
                claim(candidate);
            }
        }
        while (!taken.isEmpty() && room()) {
            Candidate candidate = Collections.min(taken.values(), Candidate.ORDER);
            taken.remove(candidate.id());
            claim(candidate);
        }
    }

    /** Gives on what was taken and cannot begin yet. */
    void giveBackTaken() {
        taken.values().forEach(this::disclaim);
        taken.clear();
    }

    /** Hands everything over and claims nothing more. */
    void leave() {
        leaving = true;
        candidates.clear();
        giveBackTaken();
        held.all().stream().filter(Held::running).forEach(this::handOver);
    }

    /** Nothing is ours any more. */
    void disownAll(String reason) {
        leaving = true;
        candidates.clear();
        taken.clear();
        held.all().forEach(stream -> disown(stream, reason));
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
                        if (stream.failures() == 0) {
                            quarantine.release(stream.id());
                        }
                    } else {
                        disown(stream, "its checkpoint was refused");
                    }
                    result.complete(ours);
                }));
        return result;
    }

    /** Whether it makes sense to claim an entry now. */
    boolean claimable(Candidate candidate) {
        long now = context.ticker().nanos();
        Long again = duplicates.get(candidate.id());
        return (again == null || again - now <= 0) && !quarantine.holdsBack(candidate, now);
    }

    /** Whether one more stream can begin. */
    boolean room() {
        return held.places() + claiming.size() < context.settings().maxStreams();
    }

    private void claim(Candidate candidate) {
        long asked = context.ticker().nanos();
        quarantine.enter(candidate, asked);
        claiming.put(candidate.id(), candidate);
        context.balancer()
                .claim(
                        candidate.id(),
                        candidate.name(),
                        candidate.from(),
                        candidate.terms().minIdle(),
                        candidate.terms().lostOwner())
                .whenComplete((answer, failure) -> {
                    claiming.remove(candidate.id());
                    if (answer instanceof Claim.Granted granted) {
                        granted(candidate, granted, asked);
                    } else {
                        quarantine.release(candidate.id());
                        if (answer instanceof Claim.Duplicate) {
                            duplicates.put(
                                    candidate.id(),
                                    asked + context.settings().interval().toNanos());
                        }
                        if (failure == null
                                && candidate.from().equals(context.balancer().me())) {
                            disclaim(candidate);
                        }
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
        held.add(stream);
        if (candidate.assignment() == null) {
            conclusion.bury(stream, candidate.unreadable(), granted.failures());
        } else if (granted.failures() >= context.settings().maxAttempts()) {
            quarantine.release(stream.id());
            String last = granted.previous().orElse(candidate.from());
            conclusion.bury(stream, "its last owner, " + last + ", was lost", granted.failures());
        } else if (leaving || !stream.trusted(context.ticker().nanos())) {
            // An answer that took too long, say because this process stood still, may be about what is another's by
            // now.
            conclusion.letGo(stream, Duration.ZERO);
        } else {
            context.events().assigned(context.service(), granted.previous().isPresent());
            log(stream);
            start(stream);
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
        quarantine.release(stream.id());
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
                LOG.warnf(
                        "Stream %s of service %s is handed over though its processor has not returned",
                        stream.hold().name(), context.service());
                conclusion.letGo(stream, Duration.ZERO);
            }
        });
    }
}
