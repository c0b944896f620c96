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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Removes groups and topics that nobody uses, if the caller confirms what was found. Fails with {@link
 * dev.streamlane.topic.StoreUnavailableException}; then some of it may be gone, and the same call goes on with the rest.
 */
@Singleton
public final class Removals {
    /** How many partitions are looked at or cleared at once, and before it is asked whether to go on. */
    private static final int PAGE = 256;

    private static final CompletionStage<Boolean> NOT_DONE = CompletableFuture.completedStage(false);

    private final Survey survey;
    private final RemovalStore store;
    private final Settlement settlement;
    private final Freshness freshness;

    Removals(GroupListing listing, RemovalStore store, Settlement settlement, Freshness freshness) {
        this.survey = new Survey(listing, store);
        this.store = store;
        this.settlement = settlement;
        this.freshness = freshness;
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
            return refusal.isPresent() ? CompletableFuture.completedStage(refusal.get()) : carryOut(found.get());
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
        return store.begin(loss)
                .thenCompose(mark ->
                        mark.isEmpty() ? NOT_DONE : clear(mark.get(), 0, (from, to) -> store.clear(group, from, to)))
                // Somebody was faster, to join it or to remove it: whatever is true by now.
                .thenCompose(done ->
                        done ? CompletableFuture.completedStage(new Done<>(loss)) : remove(group, Optional.empty()));
    }

    private CompletionStage<Removal<TopicLoss>> carryOut(TopicLoss loss) {
        String topic = loss.topic();
        return store.begin(loss)
                .thenCompose(mark -> mark.isEmpty() ? NOT_DONE : carryOut(loss, mark.get()))
                .thenCompose(done ->
                        done ? CompletableFuture.completedStage(new Done<>(loss)) : remove(topic, Optional.empty()));
    }

    private CompletionStage<Boolean> carryOut(TopicLoss loss, Mark mark) {
        return settlement
                .settled()
                .thenCompose(settled -> carryOut(loss.groups(), mark))
                .thenCompose(done -> done
                        ? clear(mark, 0, (from, to) -> store.clear(loss.topic(), from, to)
                                .thenApply(cleared -> true))
                        : NOT_DONE);
    }

    /** One after another, as long as the topic's mark stands; whether none of them is left. */
    private CompletionStage<Boolean> carryOut(List<GroupLoss> groups, Mark mark) {
        if (groups.isEmpty()) {
            return CompletableFuture.completedStage(true);
        }
        return whileStands(mark, () -> carryOut(groups.get(0))
                        .thenApply(removal -> removal instanceof Done || removal instanceof Unknown))
                .thenCompose(done -> done ? carryOut(groups.subList(1, groups.size()), mark) : NOT_DONE);
    }

    /** Clears all partitions and ends, as long as the mark stands; whether that was to the end. */
    private CompletionStage<Boolean> clear(Mark mark, int from, Clearing clearing) {
        if (from >= mark.partitions()) {
            return whileStands(mark, () -> store.end(mark));
        }
        int to = endOfPage(from, mark.partitions());
        return whileStands(mark, () -> clearing.clear(from, to))
                .thenCompose(done -> done ? clear(mark, to, clearing) : NOT_DONE);
    }

    /** Does what is of no use, or harms somebody else, once the mark does not stand. Whoever was stopped looks again. */
    private CompletionStage<Boolean> whileStands(Mark mark, Supplier<CompletionStage<Boolean>> work) {
        BooleanSupplier fresh = freshness.fromNow();
        return store.stands(mark).thenCompose(stands -> {
            if (!stands) {
                return NOT_DONE;
            }
            return fresh.getAsBoolean() ? work.get() : whileStands(mark, work);
        });
    }
}
