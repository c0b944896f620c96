package dev.streamlane.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.streamlane.testing.InMemoryTopics;
import dev.streamlane.testing.ManualClock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TopicDirectoryTest {
    private static final TopicSettings INITIAL = new TopicSettings(4, 1000, Overflow.REJECT, Ordering.KEY, 5, 0);

    private final ManualClock clock = new ManualClock();
    private final InMemoryTopics catalog = new InMemoryTopics();
    private final TopicDirectory mine = directory();
    private final TopicDirectory other = directory();

    @Test
    void aTopicIsCreatedOnFirstUseWithTheInitialSettings() {
        assertThat(forEnqueue(mine)).isEqualTo(INITIAL);
        assertThat(catalog.find("t").toCompletableFuture().join()).contains(INITIAL);
    }

    @Test
    void settingsAreRememberedForASecond() {
        forEnqueue(mine);
        forEnqueue(mine);

        assertThat(catalog.reads()).isEqualTo(1);
    }

    @Test
    void growthByAnotherReplicaIsSeenAfterASecond() {
        forEnqueue(mine);
        put(other, partitions(8));
        clock.advance(Duration.ofMillis(999));
        assertThat(forEnqueue(mine).partitions()).isEqualTo(4);

        clock.advance(Duration.ofMillis(1));

        assertThat(forEnqueue(mine).partitions()).isEqualTo(8);
    }

    @Test
    void anOwnChangeIsSeenAtOnce() {
        forEnqueue(mine);

        put(mine, partitions(8));

        assertThat(forEnqueue(mine).partitions()).isEqualTo(8);
    }

    @Test
    void puttingAnUnknownTopicCreatesItWithTheInitialSettingsForWhatIsOpen() {
        assertThat(put(mine, partitions(2)))
                .isEqualTo(new TopicUpdate.Created(new TopicSettings(2, 1000, Overflow.REJECT, Ordering.KEY, 5, 0)));
    }

    @Test
    void puttingAKnownTopicChangesWhatIsGiven() {
        forEnqueue(mine);

        TopicChange change = new TopicChange(
                OptionalInt.empty(), OptionalLong.of(7), Optional.of(Overflow.TRIM), OptionalLong.empty());

        assertThat(put(mine, change))
                .isEqualTo(new TopicUpdate.Changed(new TopicSettings(4, 7, Overflow.TRIM, Ordering.KEY, 5, 0)));
    }

    @Test
    void partitionsNeverShrink() {
        put(mine, partitions(8));

        assertThat(put(mine, partitions(7))).isEqualTo(new TopicUpdate.WouldShrink(8, 7));
        assertThat(forEnqueue(mine).partitions()).isEqualTo(8);
    }

    @Test
    void g8MorePartitionsThanAllowedAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mine.put("t", partitions(17)))
                .withMessage("partitions must be from 1 to 16, not 17");
    }

    private TopicDirectory directory() {
        NewTopics limits = new NewTopics(INITIAL, true, 10, 16);
        return new TopicDirectory(catalog, limits, Duration.ofSeconds(1), clock::nanos);
    }

    private static TopicSettings forEnqueue(TopicDirectory directory) {
        return directory.forEnqueue("t").toCompletableFuture().join();
    }

    private static TopicUpdate put(TopicDirectory directory, TopicChange change) {
        return directory.put("t", change).toCompletableFuture().join();
    }

    private static TopicChange partitions(int partitions) {
        return new TopicChange(
                OptionalInt.of(partitions), OptionalLong.empty(), Optional.empty(), OptionalLong.empty());
    }
}
