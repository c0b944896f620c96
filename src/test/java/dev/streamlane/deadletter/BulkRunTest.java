package dev.streamlane.deadletter;

import static dev.streamlane.deadletter.Letters.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.streams.EntryId;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class BulkRunTest {
    private final FakeStore store = new FakeStore();
    private final List<String> dealt = new ArrayList<>();
    private long now;

    @Test
    void dealsWithAllTheOldestFirst() {
        store.fill(250);

        BulkResult result = run(1000, null, null);

        assertThat(dealt).hasSize(250).startsWith("1-0", "2-0").endsWith("250-0");
        assertThat(result).isEqualTo(new BulkResult(250, 250, List.of(), Optional.empty()));
    }

    @Test
    void stopsAtItsLimitAndGoesOnBehindIt() {
        store.fill(30);

        BulkResult first = run(20, null, null);
        BulkResult second = run(20, null, first.cursor().orElseThrow());

        assertThat(first.matched()).isEqualTo(20);
        assertThat(second.matched()).isEqualTo(10);
        assertThat(second.cursor()).isEmpty();
        assertThat(dealt).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void keepsToItsRateAndToItsTime() {
        store.fill(30);

        BulkResult first = run(30, 2, null);

        assertThat(first.matched()).isEqualTo(20);
        assertThat(first.cursor()).hasValue(id("20-0"));
        assertThat(Duration.ofNanos(now)).isEqualTo(Duration.ofMillis(9500));
    }

    @Test
    void whoeverIsLateBeforeTheFirstLetterCanGoOn() {
        store.fill(30);
        long late = BulkRun.MAX_TIME.toNanos();
        Queue<Long> times = new ArrayDeque<>(List.of(0L, 0L, late, late));

        BulkResult first = bulk(Optional.empty(), times::remove);
        BulkResult second = bulk(first.cursor(), () -> 0);

        assertThat(first.matched()).isZero();
        assertThat(first.cursor()).isPresent();
        assertThat(second).isEqualTo(new BulkResult(30, 30, List.of(), Optional.empty()));
    }

    @Test
    void saysWhyItLeavesWhat() {
        store.fill(25);

        BulkResult result = new BulkRun(
                        store,
                        new Bulk(Filter.ALL, false, 100, OptionalInt.empty(), Optional.empty()),
                        letter -> CompletableFuture.completedStage(
                                letter.id().endsWith("5-0") ? Optional.of("five") : Optional.empty()),
                        time -> CompletableFuture.completedStage(null),
                        () -> 0)
                .run()
                .await()
                .indefinitely();

        assertThat(result)
                .isEqualTo(new BulkResult(25, 22, List.of(new BulkResult.Reason("five", 3, "5-0")), Optional.empty()));
    }

    @Test
    void g1_whatItCameToBeforeAFailureIsTold() {
        store.fill(10);

        assertThatThrownBy(() -> run(100, null, null, 4))
                .isInstanceOfSatisfying(BulkInterruptedException.class, interrupted -> {
                    assertThat(interrupted.getCause()).isInstanceOf(StoreUnavailableException.class);
                    assertThat(interrupted.result()).isEqualTo(new BulkResult(4, 4, List.of(), Optional.of(id("4-0"))));
                });
    }

    private BulkResult bulk(Optional<EntryId> cursor, LongSupplier nanos) {
        return new BulkRun(
                        store,
                        new Bulk(Filter.ALL, false, 100, OptionalInt.empty(), cursor),
                        letter -> CompletableFuture.completedStage(Optional.empty()),
                        time -> CompletableFuture.completedStage(null),
                        nanos)
                .run()
                .await()
                .indefinitely();
    }

    private BulkResult run(int limit, Integer rate, EntryId cursor) {
        return run(limit, rate, cursor, Integer.MAX_VALUE);
    }

    private BulkResult run(int limit, Integer rate, EntryId cursor, int until) {
        OptionalInt perSecond = rate == null ? OptionalInt.empty() : OptionalInt.of(rate);
        return new BulkRun(
                        store,
                        new Bulk(Filter.ALL, false, limit, perSecond, Optional.ofNullable(cursor)),
                        letter -> {
                            if (dealt.size() >= until) {
                                return CompletableFuture.failedStage(new StoreUnavailableException("no answer", null));
                            }
                            dealt.add(letter.id());
                            return CompletableFuture.completedStage(Optional.empty());
                        },
                        time -> {
                            now += time.toNanos();
                            return CompletableFuture.completedStage(null);
                        },
                        () -> now)
                .run()
                .await()
                .indefinitely();
    }
}
