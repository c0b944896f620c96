package dev.streamlane.schedule;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.testing.LogCapture;
import dev.streamlane.testing.Scene;
import dev.streamlane.topic.StoreFullException;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiringTest {
    private static final Place PLACE = new Place("a", 0);
    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
    private static final Schedule MINUTELY = new Schedule("* * * * *", "UTC", Missed.ALL);

    private final FakeSchedules schedules = new FakeSchedules();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Firing firing = new Firing(schedules, () -> "id", Runnable::run);

    @Test
    void g8_whatHasManyTicksToMakeUpForKeepsNoOtherScheduleWaiting() {
        due(400, NOW.minus(Duration.ofDays(9)));
        schedules.due.add(MissedPlans.due("just-now", NOW, MINUTELY));

        assertThat(get(firing.fire(PLACE, Scene.SETTINGS))).isTrue();

        assertThat(schedules.ticked).hasSize(401).doesNotHaveDuplicates().contains("just-now");
    }

    @Test
    void oneThatCannotTickKeepsNoneOfTheOthersAndIsToldOnce() {
        due(60, NOW);
        schedules.due.set(1, new Schedules.DueSchedule("odd", NOW, "not ours"));
        schedules.poisoned.add("s2");
        List<String> told = new ArrayList<>();
        try (LogCapture ignored = LogCapture.of(Firing.class, told)) {
            assertThat(get(firing.fire(PLACE, Scene.SETTINGS))).isFalse();
            assertThat(schedules.ticked).hasSize(58).contains("s0", "s3", "s59");

            assertThat(get(firing.fire(PLACE, Scene.SETTINGS))).isFalse();
        }

        assertThat(told)
                .containsExactly(
                        "Schedule odd in Place[topic=a, partition=0] cannot tick here: not a schedule: not ours",
                        "Schedule s2 in Place[topic=a, partition=0] cannot tick here: Redis refused: not JSON");
    }

    @Test
    void whatConcernsAllSchedulesIsAFailureOfAll() {
        due(60, NOW);
        for (StoreUnavailableException failure :
                List.of(new StoreUnavailableException("down", null), new StoreFullException("no memory", null))) {
            schedules.failure = failure;
            assertThatThrownBy(() -> get(firing.fire(PLACE, Scene.SETTINGS))).isSameAs(failure);
        }
    }

    @Test
    void ticksAreComputedWhereThereIsTimeForIt() {
        due(60, NOW);
        CompletionStage<Boolean> fired = new Firing(schedules, () -> "id", work::add).fire(PLACE, Scene.SETTINGS);
        CompletableFuture<Boolean> done = fired.toCompletableFuture();

        assertThat(schedules.ticked).isEmpty();
        for (int batch = 0; batch < 2; batch++) {
            assertThat(done).isNotDone();
            work.remove().run();
        }
        assertThat(done).isCompletedWithValue(true);
    }

    private void due(int count, Instant tick) {
        schedules.now = NOW;
        IntStream.range(0, count).forEach(i -> schedules.due.add(MissedPlans.due("s" + i, tick, MINUTELY)));
    }
}
