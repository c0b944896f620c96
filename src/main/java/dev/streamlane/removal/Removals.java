package dev.streamlane.removal;

import dev.streamlane.group.GroupListing;
import dev.streamlane.partition.GroupId;
import dev.streamlane.removal.Removal.Done;
import dev.streamlane.removal.Removal.InUse;
import dev.streamlane.removal.Removal.Unconfirmed;
import dev.streamlane.removal.Removal.Unknown;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Removes groups and topics that nobody uses, if the caller confirms what was found. Fails with {@link
 * dev.streamlane.topic.StoreUnavailableException}; then some of it may be gone, and the same call goes on with the rest.
 */
@Singleton
public final class Removals {
    /** How many partitions are looked at or cleared at once, and before it is asked whether to go on. */
    private static final int PAGE = 256;

    private final Survey survey;
    private final RemovalStore store;
    private final Settlement settlement;

    Removals(GroupListing listing, RemovalStore store, Settlement settlement) {
        this.survey = new Survey(listing, store);
        this.store = store;
        this.settlement = settlement;
    }

    /** What removes some partitions' part; whether it did. */
    private interface Clearing {
        CompletionStage<Boolean> clear(int from, int to);
    }

    /**
     * Removes a group.
     *
     * @param confirm what an earlier call asked for; empty to be told
     */
    public CompletionStage<Removal<GroupLoss>> remove(GroupId group, Optional<String> confirm) {
        return survey.group(group).thenCompose(found -> {
            Optional<Removal<GroupLoss>> refusal = refusal(found, confirm);
            return refusal.isPresent() ? CompletableFuture.completedStage(refusal.get()) : carryOut(found.get());
        });
    }

    /**
     * Removes a topic.
     *
     * @param confirm what an earlier call asked for; empty to be told
     */
    public CompletionStage<Removal<TopicLoss>> remove(String topic, Optional<String> confirm) {
        return survey.topic(topic).thenCompose(found -> {
            Optional<Removal<TopicLoss>> refusal = refusal(found, confirm);
            return refusal.isPresent() ? CompletableFuture.completedStage(refusal.get()) : begin(found.get());
        });
    }

    static int endOfPage(int from, int partitions) {
        return Math.min(partitions, from + PAGE);
    }

    private static <L extends Loss> Optional<Removal<L>> refusal(Optional<L> found, Optional<String> confirm) {
        if (found.isEmpty()) {
            return Optional.of(new Unknown<>());
        }
        L loss = found.get();
        if (!loss.users().isEmpty()) {
            return Optional.of(new InUse<>(loss));
        }
        return confirm.filter(loss.confirm()::equals).isPresent()
                ? Optional.empty()
                : Optional.of(new Unconfirmed<>(loss));
    }

    private CompletionStage<Removal<GroupLoss>> carryOut(GroupLoss loss) {
        GroupId group = loss.group();
        return store.begin(group, loss.confirm())
                .thenCompose(mark -> mark.isEmpty()
                        ? CompletableFuture.completedStage(false)
                        : clear(mark.get(), 0, (from, to) -> store.clear(group, from, to)))
                // Somebody was faster, to join it or to remove it: whatever is true by now.
                .thenCompose(done ->
                        done ? CompletableFuture.completedStage(new Done<>(loss)) : remove(group, Optional.empty()));
    }

    /** Nobody can join any more, but somebody may have before the mark. */
    private CompletionStage<Removal<TopicLoss>> begin(TopicLoss seen) {
        String topic = seen.topic();
        return store.begin(topic, seen.confirm())
                .thenCompose(mark -> survey.topic(topic).thenCompose(now -> {
                    TopicLoss loss = now.orElse(seen);
                    return loss.users().isEmpty()
                            ? carryOut(loss, mark)
                            : store.abandon(mark).thenApply(done -> new InUse<>(loss));
                }));
    }

    private CompletionStage<Removal<TopicLoss>> carryOut(TopicLoss loss, Mark mark) {
        String topic = loss.topic();
        return settlement
                .settled()
                .thenCompose(settled -> carryOut(loss.groups()))
                .thenCompose(done -> done
                        ? clear(mark, 0, (from, to) -> store.clear(topic, from, to)
                                .thenApply(cleared -> true))
                        : CompletableFuture.completedStage(false))
                .thenCompose(done ->
                        done ? CompletableFuture.completedStage(new Done<>(loss)) : remove(topic, Optional.empty()));
    }

    /** One after another; whether none of them is left. */
    private CompletionStage<Boolean> carryOut(List<GroupLoss> groups) {
        return groups.isEmpty()
                ? CompletableFuture.completedStage(true)
                : carryOut(groups.get(0))
                        .thenCompose(removal -> removal instanceof Done || removal instanceof Unknown
                                ? carryOut(groups.subList(1, groups.size()))
                                : CompletableFuture.completedStage(false));
    }

    /** Clears all partitions and ends, as long as the mark stands; whether that was to the end. */
    private CompletionStage<Boolean> clear(Mark mark, int from, Clearing clearing) {
        if (from >= mark.partitions()) {
            return store.end(mark);
        }
        int to = endOfPage(from, mark.partitions());
        return store.stands(mark)
                .thenCompose(stands -> stands ? clearing.clear(from, to) : CompletableFuture.completedStage(false))
                .thenCompose(done -> done ? clear(mark, to, clearing) : CompletableFuture.completedStage(false));
    }
}
