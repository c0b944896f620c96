package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.job.StreamDisownedException;
import dev.streamlane.job.StreamEntry;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntriesTest {
    private static final String STREAM = "order-stream-0";
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final int BATCH = 3;

    private final FakeDataStreams streams = new FakeDataStreams(BATCH);
    private final CompletableFuture<Void> disowned = new CompletableFuture<>();
    private Thread processor;

    @AfterEach
    void stop() {
        disowned.complete(null);
    }

    @Test
    void givesEntriesInOrderAndWaitsForEachNewOne() throws Exception {
        List<String> appended = append(7);
        Iterator<StreamEntry> entries = endless().iterator();

        assertThat(take(entries, 7)).isEqualTo(appended);

        FutureTask<String> next = onThread(() -> entries.next().id());
        awaitWaiting();
        String id = append();
        assertThat(result(next)).isEqualTo(id);
    }

    @Test
    void beginsAfterTheCheckpoint() {
        List<String> appended = append(5);

        Iterable<StreamEntry> entries =
                new Entries(STREAM, appended.get(1), Optional.of(Duration.ZERO), disowned, streams);

        assertThat(all(entries)).isEqualTo(appended.subList(2, 5));
    }

    @Test
    void g8_nothingIsReadBeforeItIsAskedForAndNoMoreThanOneBatchIsHeld() {
        append(10);

        Iterator<StreamEntry> entries = endless().iterator();
        assertThat(streams.reads()).isZero();

        take(entries, BATCH);
        assertThat(streams.reads()).isEqualTo(1);

        entries.next();
        assertThat(streams.reads()).isEqualTo(2);
    }

    @Test
    void askingWhetherThereIsMoreTakesNothing() {
        List<String> appended = append(1);
        Iterator<StreamEntry> entries = quiet(Duration.ZERO).iterator();

        assertThat(entries.hasNext()).isTrue();
        assertThat(entries.hasNext()).isTrue();

        assertThat(entries.next().id()).isEqualTo(appended.get(0));
        assertThat(entries.hasNext()).isFalse();
        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void withoutPatienceItGivesWhatIsThereNow() {
        List<String> appended = append(2 * BATCH);

        assertThat(all(quiet(Duration.ZERO))).isEqualTo(appended);
    }

    @Test
    void endsWhenNothingHasComeForTheQuietTime() throws Exception {
        FutureTask<List<String>> read = onThread(() -> all(quiet(QUIET)));
        awaitWaiting();
        streams.advance(QUIET.dividedBy(2));
        String id = append();
        awaitReads(2);
        streams.advance(QUIET.dividedBy(2));
        assertThat(read).isNotDone();

        streams.advance(QUIET.dividedBy(2));

        assertThat(result(read)).containsExactly(id);
    }

    @Test
    void whatHasEndedStaysSoAndNeedsNothing() {
        Iterator<StreamEntry> entries = quiet(Duration.ZERO).iterator();
        assertThat(entries.hasNext()).isFalse();

        append();

        assertThat(entries.hasNext()).isFalse();
        assertThat(streams.open()).isZero();
    }

    @Test
    void eachIterationBeginsAnew() {
        List<String> appended = append(4);
        Iterable<StreamEntry> entries = quiet(Duration.ZERO);

        assertThat(all(entries)).isEqualTo(appended);
        assertThat(all(entries)).isEqualTo(appended);
    }

    @Test
    void g2_whoIsDisownedGetsNoEntryEvenIfOneIsAtHand() {
        append(2);
        Iterator<StreamEntry> entries = endless().iterator();
        entries.next();

        disowned.complete(null);

        assertThatThrownBy(entries::next)
                .isInstanceOf(StreamDisownedException.class)
                .hasMessageContaining(STREAM);
        assertThatThrownBy(entries::hasNext).isInstanceOf(StreamDisownedException.class);
        assertThat(streams.open()).isZero();
    }

    @Test
    void g2_whoIsDisownedWhileItWaitsIsToldAtOnce() {
        FutureTask<Boolean> next = onThread(endless().iterator()::hasNext);
        awaitWaiting();

        disowned.complete(null);

        assertThatThrownBy(() -> result(next)).isInstanceOf(StreamDisownedException.class);
        assertThat(streams.waiting()).isZero();
        assertThat(streams.open()).isZero();
    }

    @Test
    void g7_waitsWhileRedisIsAway() {
        List<String> appended = append(1);
        streams.fail(new StoreUnavailableException("away", null));
        streams.fail(new StoreUnavailableException("still away", null));

        assertThat(all(quiet(Duration.ZERO))).isEqualTo(appended);
    }

    @Test
    void aKeyThatIsNoStreamIsSaidSo() {
        IllegalStateException failure = new IllegalStateException("order-stream-0 is not a stream");
        streams.fail(failure);
        Iterator<StreamEntry> entries = endless().iterator();

        assertThatThrownBy(entries::hasNext).isSameAs(failure);
        assertThat(streams.open()).isZero();
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        CompletableFuture<Boolean> stays = new CompletableFuture<>();
        FutureTask<Boolean> next = onThread(() -> {
            try {
                return endless().iterator().hasNext();
            } finally {
                stays.complete(Thread.currentThread().isInterrupted());
            }
        });
        awaitWaiting();

        processor.interrupt();

        assertThatThrownBy(() -> result(next))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining(STREAM);
        assertThat(stays.join()).isTrue();
        assertThat(streams.waiting()).isZero();
        assertThat(streams.open()).isZero();
    }

    @Test
    void g2_whoIsDisownedAndInterruptedIsToldThatItIsDisowned() {
        Iterable<StreamEntry> entries =
                new Entries(STREAM, "0-0", Optional.empty(), disowned, this::disownAndInterruptAndOpen);
        FutureTask<Boolean> next = onThread(entries.iterator()::hasNext);

        assertThatThrownBy(() -> result(next)).isInstanceOf(StreamDisownedException.class);
        assertThat(streams.open()).isZero();
    }

    @Test
    void whoWasInterruptedMayGoOnWhereItWas() throws Exception {
        List<String> appended = append(1);
        Iterator<StreamEntry> entries = endless().iterator();
        FutureTask<List<String>> read = onThread(() -> {
            List<String> ids = new ArrayList<>(take(entries, 1));
            assertThatThrownBy(entries::hasNext).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            ids.addAll(take(entries, 1));
            return ids;
        });
        awaitWaiting();
        processor.interrupt();
        awaitReads(3);

        String id = append();

        assertThat(result(read)).containsExactly(appended.get(0), id);
    }

    @Test
    void g8_theSignalRemembersNoWaitThatIsOver() {
        append(100 * BATCH);

        assertThat(all(quiet(Duration.ZERO))).hasSize(100 * BATCH);

        assertThat(disowned.getNumberOfDependents()).isLessThan(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void g8_itMayBeLeftAtAnyEntry(boolean last) {
        append(BATCH);

        take(endless().iterator(), last ? BATCH : 1);

        assertThat(streams.waiting()).isZero();
    }

    private DataStreams.Cursor disownAndInterruptAndOpen(String name, String after) {
        processor.interrupt();
        disowned.complete(null);
        return streams.open(name, after);
    }

    private Iterable<StreamEntry> endless() {
        return new Entries(STREAM, "0-0", Optional.empty(), disowned, streams);
    }

    private Iterable<StreamEntry> quiet(Duration quiet) {
        return new Entries(STREAM, "0-0", Optional.of(quiet), disowned, streams);
    }

    private List<String> append(int count) {
        return IntStream.range(0, count).mapToObj(i -> append()).toList();
    }

    private String append() {
        return streams.append(STREAM, Map.of("a", "1"));
    }

    private static List<String> take(Iterator<StreamEntry> entries, int count) {
        return IntStream.range(0, count).mapToObj(i -> entries.next().id()).toList();
    }

    private static List<String> all(Iterable<StreamEntry> entries) {
        List<String> ids = new ArrayList<>();
        entries.forEach(entry -> ids.add(entry.id()));
        return ids;
    }

    private <T> FutureTask<T> onThread(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        processor = new Thread(task, "processor");
        processor.setDaemon(true);
        processor.start();
        return task;
    }

    private static <T> T result(FutureTask<T> task) throws Exception {
        try {
            return task.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw e;
        }
    }

    private void awaitWaiting() {
        await().until(() -> streams.waiting() == 1);
    }

    private void awaitReads(int reads) {
        await().until(() -> streams.reads() == reads);
    }
}
