package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.held;
import static dev.streamlane.consumer.Entries.suspect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.testing.ManualLoop;
import dev.streamlane.topic.Ordering;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartsTest {
    private final Contexts contexts = new Contexts();
    private final ManualLoop loop = new ManualLoop();
    private final SoloGate gate = contexts.gate;
    private final PartitionQueue queue = new PartitionQueue(Ordering.KEY, 1000);
    private final PartitionQueue otherQueue = new PartitionQueue(Ordering.KEY, 1000);
    private GroupContext context;
    private Starts starts;
    private Starts other;

    StartsTest() {
        contexts.maxConcurrency = 3;
        context = contexts.on(loop, new FakeInvoker(1));
        starts = new Starts(context, queue);
        other = new Starts(context, otherQueue);
    }

    @Test
    void choosesNoMoreThanThereAreSlots() {
        offer(queue, 5);

        assertThat(ids(starts.choose())).containsExactly("1-0", "2-0", "3-0");
        assertThat(starts.choose()).isEmpty();
        assertThat(context.slots().free()).isZero();
        assertThat(context.slots().contended()).isTrue();
    }

    @Test
    void doesNotCompeteWhenThereAreSlotsForAll() {
        offer(queue, 3);

        starts.choose();

        assertThat(context.slots().contended()).isFalse();
    }

    @Test
    void waitsForMoreSlotsWhileNeighboursStartsAreBeingRecorded() {
        offer(queue, 5);
        starts.choose();
        context.slots().recording(context.ticker().nanos());
        starts.returned();
        assertThat(starts.choose()).isEmpty();

        context.slots().recorded();

        assertThat(ids(starts.choose())).containsExactly("4-0");
    }

    @Test
    void givesSlotsBackForWhatCouldNotStart() {
        offer(queue, 2);

        starts.putBack(starts.choose());

        assertThat(context.slots().free()).isEqualTo(3);
        assertThat(ids(starts.choose())).containsExactly("1-0", "2-0");
    }

    @Test
    void givesASlotBackWhenAJobHasReturned() {
        offer(queue, 3);
        starts.choose();

        starts.returned();

        assertThat(context.slots().free()).isEqualTo(1);
    }

    @Test
    void G6_letsASuspectStartOnlyWhenRedisListsNothingElseAsStartedHere() {
        offer(queue, 1);
        starts.choose();
        starts.recorded(Set.of("1-0"));
        otherQueue.offer(suspect("7-0", null));

        assertThat(other.choose()).isEmpty();
        starts.returned();
        assertThat(other.choose()).isEmpty();
        starts.recorded(Set.of());

        assertThat(ids(other.choose())).containsExactly("7-0");
        assertThat(other.alone()).isEqualTo("7-0");
    }

    @Test
    void G6_letsNothingElseStartWhileASuspectRuns() {
        queue.offer(suspect("1-0", null));
        starts.choose();
        starts.recorded(Set.of("1-0"));
        offer(otherQueue, 1);

        assertThat(other.choose()).isEmpty();
        starts.returned();
        starts.recorded(Set.of());

        assertThat(starts.alone()).isNull();
        assertThat(other.choose()).hasSize(1);
    }

    @Test
    void aDeadLetteredSuspectLetsOthersStart() {
        queue.offer(suspect("1-0", null));
        starts.choose();
        starts.recorded(Set.of("1-0"));
        starts.returned();
        starts.recorded(Set.of("1-0"));
        offer(otherQueue, 1);
        assertThat(other.choose()).isEmpty();

        starts.settled("1-0");

        assertThat(other.choose()).hasSize(1);
    }

    @Test
    void aSuspectThatCouldNotStartIsStillAloneWhenItIsChosenAgain() {
        queue.offer(suspect("1-0", null));

        starts.putBack(starts.choose());

        assertThat(starts.alone()).isEqualTo("1-0");
        assertThat(ids(starts.choose())).containsExactly("1-0");
    }

    @Test
    void aJobThatCouldNotStartIsCountedOnceWhenItIsChosenAgain() {
        offer(queue, 2);
        starts.putBack(starts.choose());
        starts.choose();
        starts.recorded(Set.of("1-0", "2-0"));

        starts.recorded(Set.of());

        assertThat(gate.enterAlone("somebody")).isTrue();
    }

    @Test
    void aSuspectThatWaitsInVainLetsOthersStartAndTriesAgainLater() {
        offer(otherQueue, 1);
        other.choose();
        other.recorded(Set.of("1-0"));
        queue.offer(suspect("5-0", null));
        queue.offer(held("6-0", null));
        assertThat(starts.choose()).isEmpty();

        loop.advance(Contexts.DRAIN);

        assertThat(ids(starts.choose())).containsExactly("6-0");
        assertThat(queue.delayed()).isEqualTo(1);
        assertThat(gate.awaited()).isFalse();
        loop.advance(Contexts.DRAIN);
        queue.release(loop.nanos());
        assertThat(queue.ready()).isEqualTo(1);
    }

    @Test
    void G6_aSecondSuspectThatWaitsInVainDoesNotOpenTheGateBesideTheFirst() {
        queue.offer(suspect("1-0", null));
        queue.offer(suspect("2-0", null));
        starts.choose();
        starts.recorded(Set.of("1-0"));
        assertThat(starts.choose()).isEmpty();

        loop.advance(Contexts.DRAIN);

        offer(otherQueue, 1);
        assertThat(other.choose()).isEmpty();
        assertThat(starts.alone()).isEqualTo("1-0");
        starts.recorded(Set.of());
        assertThat(other.choose()).hasSize(1);
    }

    @Test
    void G6_keepsTheGateWhileItsJobsDrain() {
        queue.offer(suspect("1-0", null));
        starts.choose();
        starts.recorded(Set.of("1-0"));

        starts.chooseNoMore();

        offer(otherQueue, 1);
        assertThat(other.choose()).isEmpty();
        assertThat(starts.alone()).isEqualTo("1-0");
        starts.close();
        assertThat(other.choose()).hasSize(1);
    }

    @Test
    void doesNotMakeOthersWaitForASuspectThatWillNotStartHereAnyMore() {
        offer(otherQueue, 1);
        other.choose();
        queue.offer(suspect("5-0", null));
        starts.choose();
        assertThat(gate.awaited()).isTrue();

        starts.chooseNoMore();

        assertThat(gate.awaited()).isFalse();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void leavesNothingBehindWhenItCloses() {
        offer(queue, 2);
        starts.choose();

        starts.close();
        starts.close();

        assertThat(gate.enterAlone("somebody")).isTrue();
    }

    @Test
    void knowsWhetherRedisListsWhatRunsNoMore() {
        offer(queue, 2);
        starts.choose();
        starts.recorded(Set.of("1-0", "2-0"));

        assertThat(starts.overstated(List.of("1-0", "2-0")::contains)).isFalse();
        assertThat(starts.overstated(List.of("1-0")::contains)).isTrue();
        assertThat(starts.overstated(List.of("1-0", "9-9")::contains)).isTrue();
    }

    @Test
    void givesBackTheSlotsOfWhatNeverRanAfterAnError() {
        offer(queue, 3);
        starts.choose();
        int free = context.slots().free();

        starts.forfeit(1);

        assertThat(context.slots().free()).isEqualTo(free + 2);
    }

    private static void offer(PartitionQueue queue, int count) {
        for (int i = 1; i <= count; i++) {
            queue.offer(held(i + "-0", null));
        }
    }

    private static List<String> ids(List<Held> held) {
        return held.stream().map(Held::id).toList();
    }
}
