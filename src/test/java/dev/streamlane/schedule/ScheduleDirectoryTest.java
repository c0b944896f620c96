package dev.streamlane.schedule;

import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.Producers;
import dev.streamlane.testing.InMemoryTopics;
import dev.streamlane.testing.ManualClock;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.TopicDirectory;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduleDirectoryTest {
    private static final Schedule DAILY = new Schedule("0 9 * * *", "UTC", Missed.ONCE);

    private final ManualClock clock = new ManualClock();
    private final InMemoryTopics topics = new InMemoryTopics();
    private final FakeSchedules schedules = new FakeSchedules();
    private final ScheduleDirectory directory = new ScheduleDirectory(
            new TopicDirectory(topics, new NewTopics(SETTINGS, true, 10, 16), Duration.ofSeconds(1), clock::nanos),
            Producers.encoder(clock),
            schedules,
            1000,
            Runnable::run);

    @BeforeEach
    void createTheTopic() {
        get(topics.ensure(TOPIC, SETTINGS, 10));
    }

    @Test
    void theOldOneIsRemovedFromWhereItWasWhenTheNewOneStands() {
        int partition =
                get(directory.put(TOPIC, "daily", DAILY, NewJob.of(1), false)).partition();

        assertThat(schedules.deleted).hasSize(SETTINGS.partitions() - 1).doesNotContain("daily in " + partition);
    }

    @Test
    void whatIsRefusedLeavesTheOldOneWhereItWas() {
        Schedule never = new Schedule("0 0 30 2 *", "UTC", Missed.ONCE);
        assertThatThrownBy(() -> get(directory.put(TOPIC, "daily", never, NewJob.of(1), false)))
                .isInstanceOf(InvalidRequestException.class);
        schedules.full = true;
        assertThatThrownBy(() -> get(directory.put(TOPIC, "daily", DAILY, NewJob.of(1), false)))
                .isInstanceOf(TooManySchedulesException.class);

        assertThat(schedules.deleted).isEmpty();
    }
}
