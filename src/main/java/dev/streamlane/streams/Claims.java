package dev.streamlane.streams;

import dev.streamlane.logging.LogText;
import dev.streamlane.streams.LoadBalancer.Claim;
import dev.streamlane.streams.LoadBalancer.Hold;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Chooses what this replica claims next, and claims it: as far as there is room, what was found before what was taken, and
 * the most urgent first. Confined to the service's thread.
 */
final class Claims {
    private static final Logger LOG = Logger.getLogger(Claims.class);

    private final ServiceContext context;
    private final HeldStreams held;
    private final Listener listener;
    private final Runnable ended;
    private final Quarantine quarantine;
    private final FailureRow failedClaims;
    private final Map<String, Candidate> taken = new HashMap<>();
    private final Map<String, Candidate> claiming = new HashMap<>();
    private final Queue<Candidate> found = new ArrayDeque<>();
    private final Queue<Candidate> suspects = new ArrayDeque<>();
    private boolean outdated;
    private boolean closed;

    /** Hears what is this replica's. */
    interface Listener {
        /**
         * @param from under which name it was pending
         * @param reading what it says; empty if Redis did not answer
         * @param asked when it was claimed, in nanoseconds
         */
        void granted(String from, Optional<Reading> reading, Claim.Granted granted, long asked);
    }

    /** @param ended hears that claims have ended, in whatever way */
    Claims(ServiceContext context, HeldStreams held, Listener listener, Runnable ended) {
        this.context = context;
        this.held = held;
        this.listener = listener;
        this.ended = ended;
        this.quarantine = new Quarantine(context.settings().maxAttempts());
        this.failedClaims = new FailureRow(context.ticker());
    }

    /** How many entries were taken, or are being claimed. */
    int size() {
        return taken.size() + claiming.size();
    }

    /** Whether an entry is this replica's, or about to be. */
    boolean knows(String entryId) {
        return held.contains(entryId) || claiming.containsKey(entryId) || taken.containsKey(entryId);
    }

    /** Whether one more stream can begin. */
    boolean room() {
        return !closed && places() > 0;
    }

    private int places() {
        return context.settings().maxStreams() - held.places() - claiming.size();
    }

    /** There may be more to be claimed than what was found: until it is looked for, nothing that was taken begins. */
    void outdate() {
        outdated = true;
    }

    /** Whether it has to be looked for what may be claimed before anything new begins. */
    boolean outdated() {
        return outdated;
    }

    /** To look for what may be claimed has failed: what is new does not wait for that. */
    void lookedInVain() {
        outdated = false;
    }

    /** Whether it makes sense to claim an entry now. */
    boolean sensible(Candidate candidate) {
        return !quarantine.concerns(candidate)
                || quarantine.vacant(context.ticker().nanos());
    }

    /** An entry was taken; it is claimed as soon as there is room. */
    void taken(Candidate candidate) {
        if (knows(candidate.id())) {
            return; // A group that was made anew may deliver it again.
        }
        if (closed) {
            claim(candidate);
        } else {
            taken.put(candidate.id(), candidate);
        }
    }

    /** These may be claimed, in this order; what was found before does not count any more. */
    void found(List<Candidate> candidates) {
        outdated = false;
        found.clear();
        suspects.clear();
        candidates.forEach(candidate -> (quarantine.concerns(candidate) ? suspects : found).add(candidate));
    }

    /** Claims what there is room for. */
    void pump() {
        for (Candidate next = next(); next != null; next = next()) {
            claim(next);
        }
    }

    /** A stream need not run alone any more. */
    void release(String entryId) {
        quarantine.release(entryId);
    }

    /** Gives on what was taken and cannot begin yet, and tells the others when all of it can be claimed. */
    void giveBackTaken() {
        List<Candidate> excess = taken.values().stream()
                .sorted(Candidate.ORDER)
                .skip(Math.max(0, places()))
                .toList();
        if (excess.isEmpty()) {
            return;
        }
        excess.forEach(candidate -> taken.remove(candidate.id()));
        CompletableFuture.allOf(excess.stream()
                        .map(candidate -> disclaim(candidate).toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .thenCompose(done -> context.balancer().wake())
                .exceptionally(unavailable -> null);
    }

    /**
     * Claims nothing more, but what was taken, to be let go at once: of what is nobody's, foreign clients hear only by a lock
     * that expires.
     */
    void close() {
        closed = true;
        taken.values().forEach(this::claim);
        taken.clear();
    }

    /** Claims nothing more; what was taken is another's. */
    void abandon() {
        closed = true;
        taken.clear();
    }

    /** The next to be claimed; {@code null} if there is no room, or nothing. */
    private Candidate next() {
        while (room()) {
            Queue<Candidate> first = first();
            if (first.isEmpty()) {
                return taken.isEmpty() || outdated ? null : taken.remove(mostUrgentTaken());
            }
            Candidate candidate = first.remove();
            if (!knows(candidate.id())) {
                return candidate;
            }
        }
        return null;
    }

    /** Where the next of what was found stands, if there is any. */
    private Queue<Candidate> first() {
        if (suspects.isEmpty() || !quarantine.vacant(context.ticker().nanos())) {
            return found;
        }
        return found.isEmpty() || Candidate.ORDER.compare(suspects.peek(), found.peek()) < 0 ? suspects : found;
    }

    private String mostUrgentTaken() {
        return Collections.min(taken.values(), Candidate.ORDER).id();
    }

    private void claim(Candidate candidate) {
        long asked = context.ticker().nanos();
        quarantine.enter(candidate, asked);
        claiming.put(candidate.id(), candidate);
        context.balancer()
                .claim(
                        candidate.id(),
                        candidate.label().name(),
                        candidate.from(),
                        candidate.terms().minIdle(),
                        candidate.terms().lostOwner())
                .whenComplete((answer, failure) -> {
                    heard(candidate, failure);
                    if (answer instanceof Claim.Granted granted) {
                        granted(candidate, granted, asked);
                    } else {
                        refused(candidate, answer);
                    }
                });
    }

    private void heard(Candidate candidate, Throwable failure) {
        if (failure == null) {
            failedClaims.ended();
        } else {
            failedClaims.failed(
                    failure,
                    why -> LOG.warnf(
                            "Stream %s of service %s cannot be claimed, maybe others neither: %s",
                            LogText.name(candidate.label().name()), context.service(), why));
        }
    }

    /** What was only looked at, is read now that it is ours. */
    private void granted(Candidate candidate, Claim.Granted granted, long asked) {
        read(candidate).whenComplete((reading, failure) -> {
            claiming.remove(candidate.id());
            listener.granted(candidate.from(), Optional.ofNullable(reading), granted, asked);
            ended.run();
        });
    }

    private CompletionStage<Reading> read(Candidate candidate) {
        return candidate.reading().isPresent()
                ? CompletableFuture.completedStage(candidate.reading().get())
                : context.balancer()
                        .read(List.of(candidate.id()))
                        .thenApply(entries -> Reading.of(entries.get(0), context.decoder()));
    }

    /** @param answer {@code null} if there is none: then the next inventory finds what is ours */
    private void refused(Candidate candidate, Claim answer) {
        claiming.remove(candidate.id());
        quarantine.release(candidate.id());
        if (answer != null && candidate.from().equals(context.balancer().me())) {
            disclaim(candidate);
        }
        ended.run();
    }

    /** Makes nobody's what was taken and not claimed; if that fails, the next inventory finds it. */
    private CompletionStage<Void> disclaim(Candidate candidate) {
        Hold unclaimed = new Hold(candidate.id(), candidate.label().name(), 0);
        return context.balancer().disclaim(unclaimed).exceptionally(unavailable -> null);
    }
}
