package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Beat.Registered;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Looks for what may be claimed, and has this replica claim its share of it. Confined to the service's thread.
 */
final class Search {
    /** When to look again for what was left for other replicas to claim. */
    private static final Duration AFTER_SHARE = Duration.ofMillis(100);

    /** Fewer are not worth being shared out. */
    private static final int MIN_SHARE = 8;

    private final ServiceContext context;
    private final Claims claims;
    private final Sweep sweep;
    private final Duplicates duplicates;
    private long begun;
    private boolean closed;
    private Runnable cancelNext = () -> {};

    Search(ServiceContext context, Claims claims) {
        this.context = context;
        this.claims = claims;
        this.sweep = new Sweep(context);
        this.duplicates = new Duplicates(context.balancer());
        this.begun = context.ticker().nanos() - context.settings().interval().toNanos();
    }

    /**
     * Looks; but without room about once in an interval, however often this replica is woken: there may be thousands of
     * entries that it could not claim. What it misses, it looks for as soon as it has room, and before anything new begins.
     * Not to be called again before it has ended.
     */
    CompletionStage<Void> look(Registered registered) {
        long now = context.ticker().nanos();
        if (!claims.room() && now - begun < pause().toNanos()) {
            claims.outdate();
            return CompletableFuture.completedStage(null);
        }
        begun = now;
        return sweep.look(registered.owners(), claims.room()).thenCompose(found -> duplicates
                .sortOut(found.candidates())
                .thenAccept(candidates -> found(candidates, found.next(), registered.roomyPeers())));
    }

    /** Claims nothing more. */
    void close() {
        closed = true;
        cancelNext.run();
    }

    private void found(List<Candidate> candidates, Duration next, int roomyPeers) {
        if (closed) {
            return;
        }
        List<Candidate> sorted = Duplicates.firsts(candidates.stream()
                .filter(claims::sensible)
                .sorted(Candidate.ORDER)
                .toList());
        int share = share(sorted.size(), roomyPeers);
        claims.found(sorted.subList(0, share));
        claims.pump();
        lookAgain(share < sorted.size() && claims.room() ? Collections.min(List.of(AFTER_SHARE, next)) : next);
    }

    /** A tenth less than an interval, because answers to beats take now longer and now shorter. */
    private Duration pause() {
        return context.settings().interval().multipliedBy(9).dividedBy(10);
    }

    /** How many of those that may be claimed this replica claims at once, so that others with room get theirs. */
    private static int share(int claimable, int roomyPeers) {
        int equal = (claimable + roomyPeers) / (roomyPeers + 1);
        return Math.min(claimable, Math.max(MIN_SHARE, equal));
    }

    /** By one more beat, which also tells who has died meanwhile. */
    private void lookAgain(Duration after) {
        cancelNext.run();
        cancelNext = after.compareTo(context.settings().interval()) < 0
                ? context.timers().schedule(after.plus(ServiceMember.AFTER_DEADLINE), context.wake())
                : () -> {};
    }
}
