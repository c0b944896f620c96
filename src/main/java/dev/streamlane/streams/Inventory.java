package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.Owner;
import dev.streamlane.streams.LoadBalancer.Owner.Kind;
import dev.streamlane.streams.LoadBalancer.Pending;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Compares what is pending under this replica's name with what it has. What it does not know of, because an answer was lost
 * or an earlier incarnation had it, becomes nobody's. What it has and is not pending any more, because a foreign client took
 * it or the Load Balancer Stream or its group was deleted, is not its own any more. Confined to the service's thread.
 */
final class Inventory {
    private static final int PAGE = 500;

    /** About once a minute all is compared, for as much may be missing as is too much. */
    private static final int BEATS = 45;

    private final ServiceContext context;
    private final ServiceConsumer consumer;
    private final Claims claims;
    private int beats;

    Inventory(ServiceContext context, ServiceConsumer consumer) {
        this.context = context;
        this.consumer = consumer;
        this.claims = consumer.claims();
    }

    /**
     * Compares, if a beat has shown that something is wrong.
     *
     * @param owners what the beat has shown
     * @param running what this replica had when it beat
     * @param had how many streams this replica had then, together with what it was about to claim
     * @param taking whether more may be pending than is known of
     */
    CompletionStage<Void> check(List<Owner> owners, Collection<Held> running, int had, boolean taking) {
        long pending = owners.stream()
                .filter(owner -> owner.kind() == Kind.ME)
                .mapToLong(Owner::pending)
                .sum();
        boolean tooMuch = pending > Math.max(had, consumer.load().held()) && !taking;
        boolean tooLittle = pending < running.stream().filter(Held::running).count();
        return tooMuch || tooLittle || ++beats % BEATS == 0 ? take() : CompletableFuture.completedStage(null);
    }

    private CompletionStage<Void> take() {
        Collection<Held> before = consumer.running();
        Set<String> pending = new HashSet<>();
        return page("0-0", pending)
                .thenAccept(done -> consumer.disown(
                        before.stream()
                                .filter(stream -> !pending.contains(stream.id()))
                                .toList(),
                        "it is not pending under this replica's name any more"));
    }

    /** @param known gets the IDs of what is pending, and known */
    private CompletionStage<Void> page(String after, Set<String> known) {
        return context.balancer().pending(context.balancer().me(), after, PAGE).thenCompose(page -> {
            List<Pending> unknown = page.stream()
                    .filter(pending -> !claims.knows(pending.entryId()))
                    .toList();
            page.stream().map(Pending::entryId).filter(claims::knows).forEach(known::add);
            return disclaim(unknown)
                    .thenCompose(done -> page.size() < PAGE
                            ? CompletableFuture.completedStage(null)
                            : page(page.get(page.size() - 1).entryId(), known));
        });
    }

    private CompletionStage<Void> disclaim(List<Pending> unknown) {
        if (unknown.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        List<String> ids = unknown.stream().map(Pending::entryId).toList();
        return context.balancer().read(ids).thenCompose(entries -> {
            List<CompletableFuture<Void>> disclaimed = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                Reading reading = Reading.of(entries.get(i), context.decoder());
                Hold hold = new Hold(
                        ids.get(i), reading.label().name(), unknown.get(i).epoch());
                disclaimed.add(context.balancer().disclaim(hold).toCompletableFuture());
            }
            return CompletableFuture.allOf(disclaimed.toArray(CompletableFuture[]::new))
                    .thenRun(context.wake()); // It may be claimed at once.
        });
    }
}
