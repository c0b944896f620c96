package dev.streamlane.streams;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.streams.LoadBalancer.Owner;
import dev.streamlane.streams.LoadBalancer.Owner.Kind;
import dev.streamlane.streams.LoadBalancer.Pending;
import dev.streamlane.streams.Looks.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Labels labels;
    private final Looks looks;

    /**
     * What was found.
     *
     * @param candidates what may be claimed
     * @param next when to look again; a day if there is nothing to wait for
     */
    record Found(List<Candidate> candidates, Duration next) {}

    private record Seen(Owner owner, Pending pending) {
        String id() {
            return pending.entryId();
        }
    }

    Sweep(ServiceContext context) {
        this.context = context;
        this.labels = new Labels(context.balancer(), context.decoder());
        this.looks = new Looks(context.settings().lockTtl());
    }

    /**
     * Looks at everything, but for what a foreign client has and was not looked at before, unless there is room: it will
     * probably finish that itself. Not to be called again before it has ended.
     */
    CompletionStage<Found> look(List<Owner> owners, boolean room) {
        List<Seen> seen = new ArrayList<>();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (Owner owner : owners) {
            if (LOOKED_AT.contains(owner.kind())) {
                all = all.thenCompose(done -> page(owner, "0-0", 0, seen));
            }
        }
        return all.thenCompose(done -> labels(seen, room)).thenCompose(found -> look(seen, found));
    }

    private CompletionStage<Void> page(Owner owner, String after, int before, List<Seen> seen) {
        return context.balancer().pending(owner.consumer(), after, PAGE).thenCompose(page -> {
            page.forEach(pending -> seen.add(new Seen(owner, pending)));
            int count = before + page.size();
            return page.size() < PAGE || count >= MAX_PER_OWNER
                    ? CompletableFuture.completedStage(null)
                    : page(owner, page.get(page.size() - 1).entryId(), count, seen);
        });
    }

    private CompletionStage<Map<String, Label>> labels(List<Seen> seen, boolean room) {
        Map<Boolean, List<String>> needed = seen.stream()
                .collect(
                        partitioningBy(one -> room || one.owner().kind() != Kind.FOREIGN, mapping(Seen::id, toList())));
        return labels.of(needed.get(true), needed.get(false));
    }

    private CompletionStage<Found> look(List<Seen> seen, Map<String, Label> labels) {
        List<Seen> labelled =
                seen.stream().filter(one -> labels.containsKey(one.id())).toList();
        List<LockKey> keys = labelled.stream()
                .filter(one -> labels.get(one.id()).locked())
                .map(one -> new LockKey(labels.get(one.id()).name(), one.id()))
                .toList();
        CompletionStage<List<Duration>> locked = keys.isEmpty()
                ? CompletableFuture.completedStage(List.of())
                : context.balancer().locks(keys);
        return locked.thenApply(left -> judge(labelled, labels, left));
    }

    /** @param locked the time that each lock has left, for those that have one */
    private Found judge(List<Seen> all, Map<String, Label> labels, List<Duration> locked) {
        looks.begin();
        long now = context.ticker().nanos();
        List<Candidate> candidates = new ArrayList<>();
        Duration next = Duration.ofDays(1);
        Iterator<Duration> lock = locked.iterator();
        for (Seen seen : all) {
            Label label = labels.get(seen.id());
            Duration left = label.locked() ? lock.next() : Duration.ZERO;
            Pending pending = seen.pending();
            Verdict verdict = looks.judge(seen.id(), seen.owner().kind(), left, pending.idle(), now);
            if (verdict instanceof Verdict.Claimable terms) {
                candidates.add(new Candidate(
                        seen.id(), label, Optional.empty(), seen.owner().consumer(), pending.failures(), terms));
            } else if (verdict instanceof Verdict.Later later && later.after().compareTo(next) < 0) {
                next = later.after();
            }
        }
        return new Found(candidates, next);
    }
}
