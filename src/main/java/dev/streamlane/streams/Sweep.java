package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.streams.LoadBalancer.Owner;
import dev.streamlane.streams.LoadBalancer.Owner.Kind;
import dev.streamlane.streams.LoadBalancer.Pending;
import dev.streamlane.streams.Looks.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks at what is pending under names that may not be able to finish it. Confined to the service's thread. */
final class Sweep {
    private static final Set<Kind> LOOKED_AT = EnumSet.of(Kind.NOBODY, Kind.DEAD, Kind.FOREIGN);
    private static final int PAGE = 500;

    /** Of one owner; more are looked at when these are gone. */
    private static final int MAX_PER_OWNER = 10_000;

    private final ServiceContext context;
    private final CandidateReader reader;
    private final Looks looks;

    /**
     * What was found.
     *
     * @param candidates what may be claimed
     * @param next when to look again; a day if there is nothing to wait for
     */
    record Found(List<Candidate> candidates, Duration next) {}

    private record Seen(Owner owner, Pending pending, Candidate candidate) {}

    Sweep(ServiceContext context, CandidateReader reader) {
        this.context = context;
        this.reader = reader;
        this.looks = new Looks(context.settings().lockTtl());
    }

    /** Looks at everything. Not to be called again before it has ended. */
    CompletionStage<Found> look(List<Owner> owners) {
        List<Seen> seen = new ArrayList<>();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (Owner owner : owners) {
            if (LOOKED_AT.contains(owner.kind())) {
                all = all.thenCompose(done -> page(owner, "0-0", 0, seen));
            }
        }
        return all.thenCompose(done -> locks(seen)).thenApply(locked -> judge(seen, locked));
    }

    private CompletionStage<Void> page(Owner owner, String after, int before, List<Seen> seen) {
        return context.balancer().pending(owner.consumer(), after, PAGE).thenCompose(page -> {
            page.forEach(pending -> seen.add(
                    new Seen(owner, pending, reader.read(pending.entry(), owner.consumer(), pending.failures()))));
            int count = before + page.size();
            return page.isEmpty() || count >= MAX_PER_OWNER
                    ? CompletableFuture.completedStage(null)
                    : page(owner, page.get(page.size() - 1).entry().id(), count, seen);
        });
    }

    private CompletionStage<List<Duration>> locks(List<Seen> seen) {
        List<LockKey> keys = seen.stream()
                .map(Seen::candidate)
                .filter(candidate -> candidate.assignment() != null)
                .map(candidate -> new LockKey(candidate.name(), candidate.id()))
                .toList();
        return keys.isEmpty()
                ? CompletableFuture.completedStage(List.of())
                : context.balancer().locks(keys);
    }

    private Found judge(List<Seen> all, List<Duration> locked) {
        looks.begin();
        long now = context.ticker().nanos();
        List<Candidate> candidates = new ArrayList<>();
        Duration next = Duration.ofDays(1);
        int lock = 0;
        for (Seen seen : all) {
            Candidate candidate = seen.candidate();
            Duration left = candidate.assignment() == null ? Duration.ZERO : locked.get(lock++);
            Verdict verdict = looks.judge(
                    candidate.id(), seen.owner().kind(), left, seen.pending().idle(), now);
            if (verdict instanceof Verdict.Claimable claimable) {
                candidates.add(candidate.on(claimable));
            } else if (verdict instanceof Verdict.Later later && later.after().compareTo(next) < 0) {
                next = later.after();
            }
        }
        return new Found(candidates, next);
    }
}
