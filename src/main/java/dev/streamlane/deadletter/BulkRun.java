package dev.streamlane.deadletter;

import dev.streamlane.streams.EntryId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** One call that deals with many dead letters, one after another. */
final class BulkRun {
    /** A call ends by then: proxies and clients wait for half a minute, as a rule. */
    static final Duration MAX_TIME = Duration.ofSeconds(10);

    /** How many letters are held at a time. */
    private static final int AHEAD = 100;

    /** How many different reasons an answer names. */
    private static final int MAX_REASONS = 10;

    /** Behind which all letters are. */
    private static final EntryId BEGINNING = new EntryId(0, 0);

    private final DeadLetterStore store;
    private final Bulk bulk;
    private final Function<DeadLetter, CompletionStage<Optional<String>>> action;
    private final Pause pause;
    private final LongSupplier nanos;
    private final long start;
    private final Deque<DeadLetter> ahead = new ArrayDeque<>();
    private final Map<String, BulkResult.Reason> reasons = new LinkedHashMap<>();
    private Optional<EntryId> next;
    private Optional<EntryId> behind;
    private boolean ended;
    private long matched;
    private long done;

    /**
     * @param action deals with a letter; says why it is left, or nothing if it is done
     * @param nanos the local monotonic clock
     */
    BulkRun(
            DeadLetterStore store,
            Bulk bulk,
            Function<DeadLetter, CompletionStage<Optional<String>>> action,
            Pause pause,
            LongSupplier nanos) {
        this.store = store;
        this.bulk = bulk;
        this.action = action;
        this.pause = pause;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.next = bulk.cursor();
        this.behind = bulk.cursor();
    }

    /** Fails with {@link BulkInterruptedException}. To be called once. */
    Uni<BulkResult> run() {
        return Multi.createBy()
                .repeating()
                .uni(this::step)
                .whilst(going -> going)
                .collect()
                .last()
                .map(last -> result())
                .onFailure()
                .transform(failure -> new BulkInterruptedException(result(), failure));
    }

    private Uni<Boolean> step() {
        if (matched >= bulk.limit() || late(0)) {
            return Uni.createFrom().item(false);
        }
        if (!ahead.isEmpty()) {
            return Uni.createFrom().completionStage(this::deal);
        }
        if (ended) {
            return Uni.createFrom().item(false);
        }
        int count = (int) Math.min(AHEAD, bulk.limit() - matched);
        return new Scan(store, bulk.filter(), Order.OLDEST_FIRST, next, count)
                .run()
                .map(this::found);
    }

    private boolean found(Scan.Found found) {
        ahead.addAll(found.letters());
        next = found.cursor();
        ended = next.isEmpty();
        if (ahead.isEmpty() && !ended) {
            behind = next;
        }
        return true;
    }

    private CompletionStage<Boolean> deal() {
        long wait = untilTurn();
        if (late(wait)) {
            return CompletableFuture.completedStage(false);
        }
        DeadLetter letter = ahead.peekFirst();
        CompletionStage<Void> turn =
                wait > 0 ? pause.of(Duration.ofNanos(wait)) : CompletableFuture.completedStage(null);
        return turn.thenCompose(now -> action.apply(letter)).thenApply(left -> {
            ahead.removeFirst();
            behind = Optional.of(EntryId.parse(letter.id()));
            matched++;
            left.ifPresentOrElse(reason -> leave(letter, reason), () -> done++);
            return true;
        });
    }

    private void leave(DeadLetter letter, String reason) {
        if (reasons.containsKey(reason) || reasons.size() < MAX_REASONS) {
            reasons.merge(
                    reason,
                    new BulkResult.Reason(reason, 1, letter.id()),
                    (old, one) -> new BulkResult.Reason(reason, old.count() + 1, old.example()));
        }
    }

    /** The nanoseconds until the rate allows the next one. */
    private long untilTurn() {
        if (bulk.dryRun() || bulk.rate().isEmpty()) {
            return 0;
        }
        long due = matched * Duration.ofSeconds(1).toNanos() / bulk.rate().getAsInt();
        return Math.max(0, due - (nanos.getAsLong() - start));
    }

    private boolean late(long further) {
        return nanos.getAsLong() - start + further >= MAX_TIME.toNanos();
    }

    private BulkResult result() {
        boolean finished = ended && ahead.isEmpty();
        EntryId reached = (ahead.isEmpty() ? next : behind).orElse(BEGINNING);
        Optional<EntryId> cursor = finished ? Optional.empty() : Optional.of(reached);
        return new BulkResult(matched, done, List.copyOf(reasons.values()), cursor);
    }
}
