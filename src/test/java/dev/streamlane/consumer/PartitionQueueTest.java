package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.held;
import static dev.streamlane.consumer.Entries.suspect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.topic.Ordering;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionQueueTest {
    private static final int BYTES = 100;

    private final PartitionQueue queue = new PartitionQueue(Ordering.KEY, BYTES);

    @Test
    void letsJobsWithoutAKeyStartTogether() {
        offer(queue, held("1-0", null), held("2-0", null), held("3-0", null));

        assertThat(ids(queue.take(10))).containsExactly("1-0", "2-0", "3-0");
    }

    @Test
    void letsOutNoMoreThanItIsAskedFor() {
        offer(queue, held("1-0", null), held("2-0", null), held("3-0", null));

        assertThat(queue.take(0)).isEmpty();
        assertThat(ids(queue.take(2))).containsExactly("1-0", "2-0");
        assertThat(ids(queue.take(2))).containsExactly("3-0");
        assertThat(queue.take(2)).isEmpty();
    }

    @Test
    void G3_letsOneJobOfAKeyOutAtATimeInOrder() {
        Held first = held("1-0", "a");
        Held second = held("2-0", "a");
        offer(queue, first, second, held("3-0", "b"), held("4-0", "a"));

        assertThat(ids(queue.take(10))).containsExactly("1-0", "3-0");
        assertThat(queue.parked()).isEqualTo(2);
        assertThat(queue.take(10)).isEmpty();

        queue.settled(first);
        assertThat(ids(queue.take(10))).containsExactly("2-0");
        queue.settled(second);
        assertThat(ids(queue.take(10))).containsExactly("4-0");
    }

    @Test
    void G3_aFailingJobHoldsBackItsOwnKeyOnlyAcrossItsRetries() {
        Held failing = held("1-0", "a");
        offer(queue, failing, held("2-0", "a"), held("3-0", "b"));
        queue.take(10);

        queue.retry(failing, 1000);
        queue.release(999);
        assertThat(queue.take(10)).isEmpty();
        assertThat(queue.delayed()).isEqualTo(1);
        offer(queue, held("4-0", "a"));
        queue.release(1000);

        assertThat(ids(queue.take(10))).containsExactly("1-0");
        assertThat(queue.parked()).isEqualTo(2);
        queue.settled(failing);
        assertThat(ids(queue.take(10))).containsExactly("2-0");
    }

    @Test
    void forgetsAKeyWhoseJobsAreAllSettled() {
        Held only = held("1-0", "a");
        offer(queue, only);
        queue.take(1);
        queue.settled(only);

        offer(queue, held("2-0", "a"));

        assertThat(ids(queue.take(1))).containsExactly("2-0");
    }

    @Test
    void G3_ordersTheWholePartitionWhereTheTopicWantsIt() {
        PartitionQueue strict = new PartitionQueue(Ordering.PARTITION, BYTES);
        Held first = held("1-0", "a");
        Held second = held("2-0", null);
        offer(strict, first, second, held("3-0", "b"));

        assertThat(ids(strict.take(10))).containsExactly("1-0");
        strict.settled(first);
        assertThat(ids(strict.take(10))).containsExactly("2-0");
        strict.retry(second, 50);
        assertThat(strict.take(10)).isEmpty();
        strict.release(50);
        assertThat(ids(strict.take(10))).containsExactly("2-0");
        strict.settled(second);
        assertThat(ids(strict.take(10))).containsExactly("3-0");
    }

    @Test
    void ordersNothingWhereTheTopicWantsNoOrder() {
        PartitionQueue free = new PartitionQueue(Ordering.NONE, BYTES);
        offer(free, held("1-0", "a"), held("2-0", "a"));

        assertThat(ids(free.take(10))).containsExactly("1-0", "2-0");
        assertThat(free.parked()).isZero();
    }

    @Test
    void G6_letsASuspectOutAlone() {
        offer(queue, held("1-0", null), suspect("2-0", null), suspect("3-0", null), held("4-0", null));

        assertThat(ids(queue.take(10))).containsExactly("1-0");
        assertThat(ids(queue.take(10))).containsExactly("2-0");
        assertThat(ids(queue.take(10))).containsExactly("3-0");
        assertThat(ids(queue.take(10))).containsExactly("4-0");
    }

    @Test
    void putsBackInFrontAndInOrderWhatCouldNotStart() {
        offer(queue, held("1-0", null), held("2-0", null), held("3-0", null));
        List<Held> taken = queue.take(2);

        queue.putBack(taken);

        assertThat(ids(queue.take(10))).containsExactly("1-0", "2-0", "3-0");
    }

    @Test
    void keepsTheLaneOfWhatWasPutBackShut() {
        offer(queue, held("1-0", "a"), held("2-0", "a"));

        queue.putBack(queue.take(1));

        assertThat(ids(queue.take(10))).containsExactly("1-0");
    }

    @Test
    void anAdoptedJobWaitsForTheRestOfItsBackOffAndSoDoItsFollowers() {
        queue.offerDelayed(held("1-0", "a"), 1000);
        offer(queue, held("2-0", "a"), held("3-0", null));

        assertThat(ids(queue.take(10))).containsExactly("3-0");
        assertThat(queue.untilDue(400)).isEqualTo(600);
        queue.release(1000);
        assertThat(ids(queue.take(10))).containsExactly("1-0");
    }

    @Test
    void letsOutWhatIsDueInTheOrderInWhichItFallsDue() {
        queue.offerDelayed(held("1-0", null), Long.MIN_VALUE + 5);
        queue.offerDelayed(held("2-0", null), Long.MAX_VALUE - 5);

        assertThat(queue.untilDue(Long.MAX_VALUE - 10)).isEqualTo(5);
        queue.release(Long.MAX_VALUE - 5);
        assertThat(ids(queue.take(10))).containsExactly("2-0");
        assertThat(queue.untilDue(Long.MAX_VALUE - 5)).isEqualTo(11);
        queue.release(Long.MIN_VALUE + 5);
        assertThat(ids(queue.take(10))).containsExactly("1-0");
        assertThat(queue.untilDue(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void settlesAJobThatNeverEnteredWithoutHarm() {
        queue.settled(held("1-0", "a"));

        assertThat(queue.ready()).isZero();
    }

    @Test
    void G8_keepsTheBodiesOfParkedJobsOnlyInHalfOfItsRoom() {
        Held head = held("1-0", "a", "x".repeat(30));
        Held near = held("2-0", "a", "x".repeat(20));
        Held far = held("3-0", "a", "x".repeat(20));

        offer(queue, head, near, far);

        assertThat(near.body()).isNotNull();
        assertThat(far.body()).isNull();
        assertThat(queue.bytes()).isEqualTo(50);
    }

    @Test
    void G8_keepsNoBodyOfAJobThatWaitsForItsBackOff() {
        Held adopted = held("1-0", null, "x".repeat(30));
        Held failed = held("2-0", null, "x".repeat(30));
        offer(queue, failed);
        queue.take(1);

        queue.offerDelayed(adopted, 1000);
        queue.retry(failed, 1000);

        assertThat(adopted.body()).isNull();
        assertThat(failed.body()).isNull();
        assertThat(queue.bytes()).isZero();
    }

    private static void offer(PartitionQueue queue, Held... held) {
        List.of(held).forEach(queue::offer);
    }

    private static List<String> ids(List<Held> held) {
        return held.stream().map(Held::id).toList();
    }
}
