package dev.streamlane.streams;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.job.StreamEntry;
import dev.streamlane.streams.DataStreams.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store must do for those who read data streams. */
public abstract class DataStreamsContract {
    protected static final int READ_BATCH = 5;
    protected static final String STREAM = "order-stream-0";
    private static final String START = "0-0";
    private static final Duration MOMENT = Duration.ofMillis(100);

    protected abstract DataStreams streams();

    /** Appends an entry; its ID. */
    protected abstract String append(String name, Map<String, String> fields);

    /** Returns when so much time has passed. */
    protected abstract void advance(Duration time);

    @Test
    void givesEntriesInOrderAndOnceAndNotTooManyAtATime() {
        List<String> appended = append(12);
        Cursor cursor = streams().open(STREAM, START);

        List<String> read = new ArrayList<>();
        for (int batch : new int[] {READ_BATCH, READ_BATCH, 2}) {
            List<StreamEntry> found = get(cursor.next());
            assertThat(found).hasSize(batch);
            read.addAll(ids(found));
        }

        assertThat(read).isEqualTo(appended);
        assertThat(get(cursor.next(Duration.ZERO))).isEmpty();
    }

    @Test
    void beginsAfterTheGivenEntry() {
        List<String> appended = append(3);

        assertThat(ids(get(streams().open(STREAM, appended.get(0)).next()))).isEqualTo(appended.subList(1, 3));
    }

    @Test
    void anEntryHasItsFields() {
        append(STREAM, Map.of("näme", "välue", "empty", ""));

        StreamEntry entry = get(streams().open(STREAM, START).next()).get(0);

        assertThat(entry.fields()).isEqualTo(Map.of("näme", "välue", "empty", ""));
    }

    @Test
    void waitsForAStreamThatDoesNotExistYet() {
        CompletableFuture<List<StreamEntry>> next =
                streams().open(STREAM, START).next().toCompletableFuture();
        advance(MOMENT);
        assertThat(next).isNotDone();

        String id = append(STREAM, Map.of("a", "1"));

        assertThat(ids(get(next))).containsExactly(id);
    }

    @Test
    void waitsForOneEntryAfterTheOther() {
        Cursor cursor = streams().open(STREAM, START);

        for (int i = 0; i < 20; i++) {
            CompletableFuture<List<StreamEntry>> next = cursor.next().toCompletableFuture();
            String id = append(STREAM, Map.of("a", "1"));
            assertThat(ids(get(next))).containsExactly(id);
        }
    }

    @Test
    void saysAtOnceThatThereIsNothingNow() {
        assertThat(get(streams().open(STREAM, START).next(Duration.ZERO))).isEmpty();
    }

    @Test
    void saysThatNothingHasComeInTime() {
        CompletableFuture<List<StreamEntry>> next =
                streams().open(STREAM, START).next(MOMENT).toCompletableFuture();

        advance(MOMENT);

        assertThat(get(next)).isEmpty();
    }

    @Test
    void whatComesInTimeIsGivenAtOnce() {
        Cursor cursor = streams().open(STREAM, START);
        CompletableFuture<List<StreamEntry>> next =
                cursor.next(Duration.ofMinutes(1)).toCompletableFuture();

        String id = append(STREAM, Map.of("a", "1"));

        assertThat(ids(get(next))).containsExactly(id);
    }

    @Test
    void goesOnAfterItHasSaidThatThereIsNothing() {
        Cursor cursor = streams().open(STREAM, START);
        assertThat(get(cursor.next(Duration.ZERO))).isEmpty();

        String id = append(STREAM, Map.of("a", "1"));

        assertThat(ids(get(cursor.next()))).containsExactly(id);
    }

    @Test
    void severalReadOneStreamEachFromItsOwnPosition() {
        String first = append(STREAM, Map.of("a", "1"));
        CompletionStage<List<StreamEntry>> early = streams().open(STREAM, first).next();
        CompletionStage<List<StreamEntry>> equal = streams().open(STREAM, first).next();
        CompletableFuture<List<StreamEntry>> late =
                streams().open(STREAM, "9999999999999-0").next().toCompletableFuture();

        String second = append(STREAM, Map.of("a", "1"));

        assertThat(ids(get(early))).containsExactly(second);
        assertThat(ids(get(equal))).containsExactly(second);
        assertThat(late).isNotDone();
    }

    @Test
    void aClosedCursorSaysNothingMore() {
        Cursor cursor = streams().open(STREAM, START);
        CompletableFuture<List<StreamEntry>> next = cursor.next().toCompletableFuture();

        cursor.close();

        append(STREAM, Map.of("a", "1"));
        get(streams().open(STREAM, START).next());
        assertThat(next).isNotDone();
    }

    protected List<String> append(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> append(STREAM, Map.of("n", String.valueOf(i))))
                .toList();
    }

    protected static List<String> ids(List<StreamEntry> entries) {
        return entries.stream().map(StreamEntry::id).toList();
    }
}
