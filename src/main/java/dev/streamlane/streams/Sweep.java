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
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Looks at what is pending under names that may not be able to finish it; of each owner at 10,000 entries at a time. Of what
 * is nobody's, each look begins where the last one stopped, so that what cannot be claimed keeps nothing else from its turn.
 * Of a dead replica or a foreign client it is always the first ones, because they have to be looked at twice: while as many
 * of them cannot be claimed, what comes after them waits. Confined to the service's thread.
 */
final class Sweep {
    private static final Set<Kind> LOOKED_AT = EnumSet.of(Kind.NOBODY, Kind.DEAD, Kind.FOREIGN);
    private static final int PAGE = 500;
    private static final int MAX_PER_OWNER = 10_000;
    private static final String START = "0-0";

    private final ServiceContext context;
    private final Labels labels;
    private final Looks looks;

    /** After which entry the next look at what is nobody's begins. */
    private String nobodysNext = START;

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
        Map<String, Seen> seen = new LinkedHashMap<>();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (Owner owner : owners) {
            if (LOOKED_AT.contains(owner.kind())) {
                all = all.thenCompose(done -> pages(owner, seen));
            }
        }
        return all.thenCompose(done -> labels(seen.values(), room)).thenCompose(found -> look(seen.values(), found));
    }

    private CompletionStage<Void> pages(Owner owner, Map<String, Seen> seen) {
        if (owner.kind() != Kind.NOBODY) {
            return page(owner, START, MAX_PER_OWNER, seen).thenApply(last -> null);
        }
        int before = seen.size();
        String begin = nobodysNext;
        return page(owner, begin, MAX_PER_OWNER, seen)
                .thenCompose(last -> last.equals(START) && !begin.equals(START)
                        ? page(owner, START, before + MAX_PER_OWNER - seen.size(), seen)
                        : CompletableFuture.completedStage(last))
                .thenAccept(last -> nobodysNext = last);
    }

    /** The entry after which there may be more than so many; {@link #START} if there are not. */
    private CompletionStage<String> page(Owner owner, String after, int most, Map<String, Seen> seen) {
        if (most <= 0) {
            return CompletableFuture.completedStage(after);
        }
        int count = Math.min(PAGE, most);
        return context.balancer().pending(owner.consumer(), after, count).thenCompose(page -> {
            page.forEach(pending -> seen.put(pending.entryId(), new Seen(owner, pending)));
            return page.size() < count
                    ? CompletableFuture.completedStage(START)
                    : page(owner, page.get(count - 1).entryId(), most - count, seen);
        });
    }

    private CompletionStage<Map<String, Label>> labels(Collection<Seen> seen, boolean room) {
        Map<Boolean, List<String>> needed = seen.stream()
                .collect(
                        partitioningBy(one -> room || one.owner().kind() != Kind.FOREIGN, mapping(Seen::id, toList())));
        return labels.of(needed.get(true), needed.get(false), nobodysNext.equals(START));
    }

    private CompletionStage<Found> look(Collection<Seen> seen, Map<String, Label> labels) {
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
