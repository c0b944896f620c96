package dev.streamlane.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrawnStartsTest {
    private static final GroupLimits RATE = new GroupLimits(0, 10, Duration.ofSeconds(1));
    private static final Duration USUAL = RATE.lapse().multipliedBy(2);
    private static final Duration FAST = Duration.ofMillis(1);
    private static final Duration SLOW = RATE.lapse().multipliedBy(3);

    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();
    private final DrawnStarts starts = new DrawnStarts(RATE, 64, now);

    @Test
    void whereRedisTakesLongStartsCountForLonger() {
        assertThat(draw(SLOW)).isEqualTo(USUAL);
        assertThat(starts.free(now)).as("it came too late").isZero();
        assertThat(draw(SLOW)).isEqualTo(USUAL.multipliedBy(2));

        assertThat(draw(SLOW)).isEqualTo(USUAL.multipliedBy(4));

        assertThat(starts.free(now)).isEqualTo(1);
        assertThat(draw(FAST)).isEqualTo(USUAL.multipliedBy(4));
    }

    @Test
    void whereRedisHasBeenFastForAWhileTheyCountForAsLongAsUsual() {
        draw(SLOW);
        draw(SLOW);
        now += DrawnStarts.CALM.toNanos();
        draw(FAST);

        assertThat(draw(FAST)).isEqualTo(USUAL.multipliedBy(2));
        assertThat(draw(FAST)).isEqualTo(USUAL);
        assertThat(draw(FAST)).isEqualTo(USUAL);
    }

    @Test
    void fastAnswersDoNotTakeBackWhatSlowRecordingNeeds() {
        draw(FAST);
        starts.late(now);
        draw(FAST);
        starts.late(now);

        assertThat(draw(FAST)).isEqualTo(USUAL.multipliedBy(4));
        assertThat(draw(FAST)).isEqualTo(USUAL.multipliedBy(4));
    }

    @Test
    void theyNeverCountForLongerThanTwoSecondsBeyondTheInterval() {
        for (int i = 0; i < 9; i++) {
            draw(SLOW.multipliedBy(10));
        }

        assertThat(starts.delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(starts.tooLate()).isTrue();
    }

    @Test
    void drawsTwiceAsManyWhenAllWereUsedAndAsManyAsWereUsedIfNot() {
        assertThat(starts.ask(3, now)).isZero();
        starts.answered(3, "then", now);
        starts.take(3, now);
        assertThat(starts.ask(1, now)).isEqualTo(6);
        starts.answered(6, "then", now);
        starts.take(5, now);

        assertThat(starts.ask(1, now)).isEqualTo(5);
    }

    /** Draws one start and uses it if it can; gives how long after it was asked for it might begin. */
    private Duration draw(Duration took) {
        starts.ask(1, now);
        Duration delay = starts.delay();
        now += took.toNanos();
        starts.answered(1, "then", now);
        return delay;
    }
}
