package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static dev.streamlane.consumer.Entries.held;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.topic.Ordering;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much a partition takes in, and from where on. */
class PartitionIntakeRoomTest {
    private final Contexts contexts = new Contexts();
    private PartitionQueue queue;
    private PartitionIntake intake;

    PartitionIntakeRoomTest() {
        contexts.readBatch = 50;
        contexts.maxParked = 40;
        contexts.readBytes = 1600;
        remake();
    }

    private void remake() {
        queue = new PartitionQueue(Ordering.KEY, contexts.readBytes);
        intake = new PartitionIntake(contexts.settings(), queue, "Partition 0", "5-0");
    }

    @Test
    void adoptsWhatIsPendingBeforeItReadsAnythingNew() {
        assertThat(intake.adopting()).isTrue();
        assertThat(intake.adoptAfter()).isEqualTo("0-0");

        intake.adopted("3-0", List.of());
        assertThat(intake.adoptAfter()).isEqualTo("3-0");
        intake.adopted(null, List.of());

        assertThat(intake.adopting()).isFalse();
    }

    @Test
    void adoptsFromTheBeginningAgainWhenSomePendingEntriesMayBeUnknown() {
        intake.adopted(null, List.of());

        intake.resync();

        assertThat(intake.adoptAfter()).isEqualTo("0-0");
    }

    @Test
    void G8_neverTakesMoreThanMayBeParkedOnTopOfWhatIs() {
        learnSmallBodies();
        queue.offer(held("1-0", "a"));
        for (int i = 2; i <= 31; i++) {
            queue.offer(held(i + "-0", "a"));
        }

        assertThat(queue.parked()).isEqualTo(30);
        assertThat(intake.room(0)).isEqualTo(10);
    }

    @Test
    void G8_takesNothingWhileTooManyAreParked() {
        learnSmallBodies();
        for (int i = 1; i <= 41; i++) {
            queue.offer(held(i + "-0", "a"));
        }

        assertThat(intake.room(0)).isZero();
    }

    @Test
    void G8_countsDelayedJobsAsParked() {
        learnSmallBodies();
        for (int i = 1; i <= 25; i++) {
            queue.offerDelayed(held(i + "-0", null), 1000);
        }

        assertThat(intake.room(0)).isEqualTo(15);
    }

    @Test
    void G8_countsEntriesOnTheirWayToTheDeadLettersAsParked() {
        learnSmallBodies();

        assertThat(intake.room(25)).isEqualTo(15);
        assertThat(intake.room(40)).isZero();
    }

    @Test
    void G8_takesNoMoreThanCanSoonBeStartedAndNotAFewAtATime() {
        learnSmallBodies();
        for (int i = 1; i <= 25; i++) {
            queue.offer(held(i + "-0", null));
        }
        assertThat(intake.room(0)).isEqualTo(25);

        queue.offer(held("26-0", null));
        assertThat(intake.room(0)).isZero();
    }

    @Test
    void readsAtAllWhereNoneMayBeParked() {
        contexts.maxParked = 0;
        remake();

        assertThat(intake.room(0)).isEqualTo(1);
        queue.offer(held("1-0", "a"));
        queue.offer(held("2-0", "a"));
        assertThat(intake.room(0)).isZero();
    }

    @Test
    void G8_beginsWithFewEntriesUntilItKnowsHowLargeTheyAre() {
        assertThat(intake.room(0)).isBetween(1, 20);
    }

    @Test
    void G8_readsFewerEntriesWhenTheyAreLarge() {
        intake.read(50, List.of(entry("6-0", null, "x".repeat(400)), entry("7-0", null, "x".repeat(400))));

        assertThat(intake.room(0)).isEqualTo(4);
    }

    @Test
    void G8_learnsFromAdoptedEntriesToo() {
        intake.adopted(null, List.of(entry("6-0", null, "x".repeat(800))));

        assertThat(intake.room(0)).isEqualTo(2);
    }

    @Test
    void readsMoreAgainWhenEntriesAreSmallAgain() {
        intake.read(50, List.of(entry("6-0", null, "x".repeat(1600))));
        assertThat(intake.room(0)).isEqualTo(1);

        learnSmallBodies();

        assertThat(intake.room(0)).isEqualTo(40);
    }

    @Test
    void takesOneEntryEvenIfItIsLargerThanAllTheRoomThereIs() {
        intake.read(50, List.of(entry("6-0", null, "x".repeat(5000))));

        assertThat(intake.room(0)).isEqualTo(1);
    }

    @Test
    void G8_takesNothingWhileLargeEntriesWaitToBeStarted() {
        intake.read(50, List.of(entry("6-0", null, "x".repeat(1600))));
        queue.offer(held("6-0", null, "x".repeat(1600)));

        assertThat(intake.room(0)).isZero();
    }

    @Test
    void G8_asksForLessAfterACallThatGotNoAnswer() {
        intake.adopted(null, List.of());
        int room = intake.room(0);

        intake.unanswered();

        assertThat(intake.room(0)).isBetween(1, room / 2);
        assertThat(intake.adopting()).isTrue();
        for (int i = 0; i < 100; i++) {
            intake.unanswered();
        }
        assertThat(intake.room(0)).isEqualTo(1);
    }

    @Test
    void isExhaustedWhenItGetsFewerEntriesThanItAskedFor() {
        assertThat(intake.exhausted()).isFalse();

        intake.read(2, List.of(entry("6-0", null), entry("7-0", null)));
        assertThat(intake.exhausted()).isFalse();
        assertThat(intake.lastRead()).isEqualTo("7-0");

        intake.read(2, List.of());
        assertThat(intake.exhausted()).isTrue();
        assertThat(intake.lastRead()).isEqualTo("7-0");
    }

    @Test
    void waitsForNothingBelowWhatItHasAdopted() {
        intake.adopted(null, List.of(entry("3-0", null), entry("9-1", null)));

        assertThat(intake.lastRead()).isEqualTo("9-1");
    }

    @Test
    void waitsForNothingBelowWhatTheGroupHasReadWhenOnlyOlderEntriesWerePending() {
        PartitionIntake later = new PartitionIntake(contexts.settings(), queue, "Partition 0", "10-2");

        later.adopted(null, List.of(entry("9-7", null)));
        assertThat(later.lastRead()).isEqualTo("10-2");
        later.adopted(null, List.of(entry("10-10", null)));
        assertThat(later.lastRead()).isEqualTo("10-10");
    }

    @Test
    void looksAtAllPendingEntriesAgainWhenRedisCountsMoreThanItHoldsTwiceInARow() {
        intake.adopted(null, List.of());

        intake.compare(3, 2);
        assertThat(intake.adopting()).isFalse();
        intake.compare(3, 2);
        assertThat(intake.adopting()).isTrue();
    }

    @Test
    void doesNotWorryAboutADifferenceThatIsGoneTheNextTime() {
        intake.adopted(null, List.of());

        intake.compare(3, 2);
        intake.compare(2, 2);
        intake.compare(1, 2);
        intake.compare(3, 2);

        assertThat(intake.adopting()).isFalse();
    }

    /** Reads small entries until their size counts. */
    private void learnSmallBodies() {
        for (int i = 0; i < 40; i++) {
            intake.read(1, new ArrayList<>(List.of(entry("6-" + i, null))));
        }
    }
}
