package dev.streamlane.consumer;

import static dev.streamlane.consumer.Contexts.GROUP;
import static dev.streamlane.consumer.Entries.held;
import static dev.streamlane.consumer.Entries.suspect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.permit.FakeLedger;
import dev.streamlane.permit.GroupLimits;
import dev.streamlane.permit.GroupPermits;
import dev.streamlane.testing.ManualLoop;
import dev.streamlane.topic.Ordering;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What starts of a group whose replicas share limits. */
class StartsUnderLimitsTest {
    private static final GroupLimits RUNNING = new GroupLimits(10, 0, Duration.ofSeconds(1));
    private static final GroupLimits RATE = new GroupLimits(0, 10, Duration.ofSeconds(1));

    private final Contexts contexts = new Contexts();
    private final ManualLoop loop = new ManualLoop();
    private final FakeLedger ledger = new FakeLedger(loop);
    private final SoloGate gate = contexts.gate;
    private final PartitionQueue queue = new PartitionQueue(Ordering.KEY, 1000);
    private final PartitionQueue otherQueue = new PartitionQueue(Ordering.KEY, 1000);
    private GroupContext context;
    private Starts starts;
    private Starts other;

    @Test
    void aPartitionStartsWhatItsReplicaGets() {
        limit(RUNNING);
        queue.offer(held("1-0", null));
        queue.offer(held("2-0", null));
        assertThat(choose(starts)).isEmpty();

        ledger.grant(1, 0, Duration.ZERO);

        assertThat(choose(starts)).extracting(Held::id).containsExactly("1-0");
        assertThat(choose(starts)).isEmpty();
    }

    @Test
    void neighboursThatWaitForAPermitHaveTheirTurnWhenOneIsFreeAgain() {
        limit(RUNNING);
        queue.offer(held("1-0", null));
        otherQueue.offer(held("2-0", null));
        choose(starts);
        choose(other);
        ledger.grant(1, 0, Duration.ZERO);
        context.slots().shared(2);
        choose(starts);

        choose(other);

        assertThat(context.slots().contended()).isTrue();
    }

    @Test
    void whileASuspectRunsAloneNothingIsAskedForThatCouldNotStart() {
        limit(RUNNING);
        gate.enterAlone("somebody");
        queue.offer(held("1-0", null));

        choose(starts);

        assertThat(ledger.asks()).isEmpty();
    }

    @Test
    void g6_aSuspectWithoutAPermitLetsOthersOfItsProcessStart() {
        limit(RUNNING);
        gate.enter(1);
        queue.offer(suspect("1-0", null));
        choose(starts);

        ledger.grant(0, 0, Duration.ZERO);
        choose(starts);

        assertThat(gate.awaited()).isFalse();
    }

    @Test
    void g6_aSuspectThatLosesItsPermitWhileItWaitsToRunAloneKeepsItsPlaceForAWhile() {
        limit(RUNNING);
        gate.enter(1);
        queue.offer(suspect("1-0", null));
        choose(starts);
        ledger.grant(1, 0, Duration.ZERO);
        choose(starts);
        loop.advance(Duration.ofMillis(100));
        ledger.grant(0, 0, Duration.ZERO);
        choose(starts);
        gate.leave(1);
        assertThat(gate.awaited()).isTrue();

        loop.advance(Duration.ofMillis(100));
        ledger.grant(1, 0, Duration.ZERO);

        assertThat(choose(starts)).extracting(Held::id).containsExactly("1-0");
    }

    @Test
    void aSuspectThatWaitsToRunAloneKeepsItsPermit() {
        limit(RUNNING);
        gate.enter(1);
        queue.offer(suspect("1-0", null));
        choose(starts);
        ledger.grant(1, 0, Duration.ZERO);
        choose(starts);
        loop.advance(Duration.ofMillis(100));
        assertThat(ledger.last().more()).isEqualTo(1);
        ledger.grant(1, 0, Duration.ZERO);

        gate.leave(1);

        assertThat(choose(starts)).extracting(Held::id).containsExactly("1-0");
    }

    @Test
    void g7_onePartitionDoesNotTakeAllThatComesForSeveral() {
        limit(RUNNING);
        for (int i = 1; i <= 9; i++) {
            queue.offer(held(i + "-0", null));
            otherQueue.offer(held(i + "-1", null));
        }
        choose(starts);
        choose(other);
        context.slots().onMore(() -> starts.choose());

        ledger.grant(8, 0, Duration.ZERO);

        assertThat(context.slots().free()).isBetween(1, 4);
        assertThat(choose(other)).isNotEmpty();
    }

    @Test
    void whatIsPausedWantsNothing() {
        limit(RUNNING);
        queue.offer(held("1-0", null));
        starts.choose();

        starts.chooseNoMore();

        loop.run();
        assertThat(ledger.asks()).isEmpty();
    }

    @Test
    void g8_whatRedisRecordedTooLateDoesNotBeginAndHasMoreTimeTheNextTime() {
        limit(RATE);
        queue.offer(held("1-0", null));
        choose(starts);
        ledger.grant(0, 1, Duration.ZERO);
        List<Held> chosen = choose(starts);
        Duration delay = ledger.last().delay();
        loop.advance(delay.minusNanos(1));
        assertThat(starts.inTime(chosen)).isTrue();
        loop.advance(Duration.ofNanos(1));
        assertThat(starts.inTime(chosen)).isFalse();
        assertThat(starts.inTime(List.of())).isTrue();

        starts.putBack(chosen);
        choose(starts);

        assertThat(ledger.last().delay()).isGreaterThan(delay);
    }

    private void limit(GroupLimits limits) {
        contexts.permits = new GroupPermits(Map.of(GROUP, limits), ledger, loop, () -> 0).of(GROUP, 64, loop, loop);
        context = contexts.on(loop, new FakeInvoker(1));
        starts = new Starts(context, queue);
        other = new Starts(context, otherQueue);
    }

    private List<Held> choose(Starts chooser) {
        List<Held> chosen = chooser.choose();
        loop.run();
        return chosen;
    }
}
