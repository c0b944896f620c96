package dev.streamlane.redis;

import dev.streamlane.job.StreamEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One question for the next entries of a data stream: it is answered once, or withdrawn. Several commands may be under way
 * for it; the first that brings something answers it. All but {@link #answer()} and {@link #position()} is for the thread of
 * {@link RedisDataStreams}.
 */
final class EntryRead {
    private final String stream;
    private final String after;
    private final CompletableFuture<List<StreamEntry>> answer = new CompletableFuture<>();
    private volatile String position;
    private Runnable timer = () -> {};
    private boolean hurried;
    private boolean over;

    EntryRead(String stream, String after) {
        this.stream = stream;
        this.after = after;
        this.position = after;
    }

    /** The key. */
    String stream() {
        return stream;
    }

    /** The entry ID after which it reads. */
    String after() {
        return after;
    }

    CompletableFuture<List<StreamEntry>> answer() {
        return answer;
    }

    /** The entry ID up to which everything has been read once it is answered. */
    String position() {
        return position;
    }

    /** @param cancel ends what would {@link #hurry()} it */
    void timed(Runnable cancel) {
        timer = cancel;
    }

    /** From now on it is content with nothing. */
    void hurry() {
        hurried = true;
    }

    boolean hurried() {
        return hurried;
    }

    /** Whether nobody waits for it any more. */
    boolean over() {
        return over;
    }

    void found(List<StreamEntry> entries) {
        if (!over) {
            withdraw();
            position =
                    entries.isEmpty() ? after : entries.get(entries.size() - 1).id();
            answer.complete(entries);
        }
    }

    void failed(Throwable failure) {
        if (!over) {
            withdraw();
            answer.completeExceptionally(failure);
        }
    }

    void withdraw() {
        over = true;
        timer.run();
    }
}
