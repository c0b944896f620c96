package dev.streamlane.deadletter;

import dev.streamlane.streams.EntryId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Goes through dead letters and picks those that a filter takes, within limits: it looks at {@link #MAX_LOOKS} letters or
 * about {@link #MAX_BYTES} of them and then says where to go on, even if it has found few, or none.
 */
final class Scan {
    /** A thousand usual letters are read in some milliseconds. */
    static final int MAX_LOOKS = 1000;

    static final long MAX_BYTES = 4 << 20;

    /** Of large letters few are read at once, of small ones so many that Redis serves others in between. */
    private static final int FIRST_READ = 10;

    private static final int MOST_READ = 100;
    private static final long BYTES_OF_A_READ = 1 << 20;

    private final DeadLetterStore store;
    private final Filter filter;
    private final Order order;
    private final int limit;
    private final List<DeadLetter> found = new ArrayList<>();
    private Span rest;
    private int looks;
    private long bytes;
    private EntryId last;
    private boolean ended;

    /**
     * @param cursor the letter to go on behind
     * @param limit how many to find at most
     */
    Scan(DeadLetterStore store, Filter filter, Order order, Optional<EntryId> cursor, int limit) {
        this.store = store;
        this.filter = filter;
        this.order = order;
        this.limit = limit;
        this.rest = cursor.map(id -> filter.span().beyond(id, order)).orElse(filter.span());
    }

    /**
     * What was found.
     *
     * @param letters in the order that was asked for
     * @param cursor where to go on; empty if there is nothing further
     */
    record Found(List<DeadLetter> letters, Optional<EntryId> cursor) {}

    /** To be called once. */
    Uni<Found> run() {
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom().completionStage(this::read))
                .whilst(done -> !ended && !exhausted())
                .collect()
                .last()
                .map(done -> new Found(found, ended ? Optional.empty() : Optional.of(last)));
    }

    private CompletionStage<Boolean> read() {
        int count = next();
        return store.read(rest, order, count).thenApply(letters -> {
            for (DeadLetter letter : letters) {
                if (exhausted()) {
                    return true;
                }
                look(letter);
            }
            ended = letters.size() < count;
            return true;
        });
    }

    private void look(DeadLetter letter) {
        looks++;
        bytes += letter.size();
        last = EntryId.parse(letter.id());
        rest = rest.beyond(last, order);
        if (filter.takes(letter)) {
            found.add(letter);
        }
    }

    private boolean exhausted() {
        return found.size() >= limit || looks >= MAX_LOOKS || bytes >= MAX_BYTES;
    }

    private int next() {
        if (looks == 0) {
            return FIRST_READ;
        }
        long fitting = BYTES_OF_A_READ / Math.max(1, bytes / looks);
        return (int) Math.max(1, Math.min(MOST_READ, fitting));
    }
}
