package dev.streamlane.deadletter;

import dev.streamlane.streams.EntryId;
import dev.streamlane.topic.TopicCatalog;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Shows, replays and deletes dead letters. Everything fails with {@link dev.streamlane.topic.StoreUnavailableException} if
 * Redis does not answer. Safe for use by many threads.
 */
public final class DeadLetters {
    /** Each holds some megabytes, and Redis busy. */
    private static final int MAX_RUNS = 4;

    private final DeadLetterStore store;
    private final TopicCatalog topics;
    private final Pause pause;
    private final LongSupplier nanos;
    private final AtomicInteger runs = new AtomicInteger();

    /** @param nanos the local monotonic clock */
    public DeadLetters(DeadLetterStore store, TopicCatalog topics, Pause pause, LongSupplier nanos) {
        this.store = store;
        this.topics = topics;
        this.pause = pause;
        this.nanos = nanos;
    }

    /**
     * Shows some letters, the newest first. Of two lines about one death that come near each other only the newer one is
     * shown.
     *
     * @param cursor where a page before ended
     */
    public Uni<DeadLetterPage> page(Filter filter, Optional<EntryId> cursor, int limit) {
        return Uni.combine()
                .all()
                .unis(
                        Uni.createFrom().completionStage(store::length),
                        new Scan(store, filter, Order.NEWEST_FIRST, cursor, limit).run())
                .with((total, found) -> new DeadLetterPage(total, distinct(found.letters()), found.cursor()));
    }

    /** Shows one letter. */
    public Uni<Optional<DeadLetter>> find(EntryId id) {
        return Uni.createFrom().completionStage(() -> store.find(id));
    }

    /** Deletes one letter; whether it was there. */
    public Uni<Boolean> delete(EntryId id) {
        return Uni.createFrom()
                .completionStage(() -> store.remove(List.of(id.toString())))
                .map(removed -> removed > 0);
    }

    /** Replays one letter, if it is there. */
    public Uni<Optional<Verdict>> replay(EntryId id) {
        return find(id).chain(found -> found.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : Uni.createFrom()
                        .completionStage(() -> new Replayer(store, topics).replay(found.get()))
                        .map(Optional::of));
    }

    /** Replays many. Fails with {@link BulkInterruptedException} or {@link TooManyRunsException}. */
    public Uni<BulkResult> replay(Bulk bulk) {
        Replayer replayer = new Replayer(store, topics);
        return run(bulk, letter -> (bulk.dryRun() ? replayer.examine(letter) : replayer.replay(letter))
                .thenApply(Verdict::reasonToLeave));
    }

    /** Deletes many. Fails with {@link BulkInterruptedException} or {@link TooManyRunsException}. */
    public Uni<BulkResult> delete(Bulk bulk) {
        return run(
                bulk,
                letter -> bulk.dryRun()
                        ? CompletableFuture.completedStage(Optional.empty())
                        : store.remove(List.of(letter.id())).thenApply(removed -> Optional.empty()));
    }

    private Uni<BulkResult> run(Bulk bulk, Function<DeadLetter, CompletionStage<Optional<String>>> action) {
        return Uni.createFrom().deferred(() -> {
            if (runs.incrementAndGet() > MAX_RUNS) {
                runs.decrementAndGet();
                throw new TooManyRunsException(MAX_RUNS);
            }
            return new BulkRun(store, bulk, action, pause, nanos)
                    .run()
                    .onTermination()
                    .invoke(runs::decrementAndGet);
        });
    }

    private static List<DeadLetter> distinct(List<DeadLetter> letters) {
        Set<String> seen = new HashSet<>();
        return letters.stream()
                .filter(letter -> letter.origin() instanceof Origin.Unknown || seen.add(letter.mark()))
                .toList();
    }
}
