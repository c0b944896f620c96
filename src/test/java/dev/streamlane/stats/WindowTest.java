package dev.streamlane.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.StreamEvents.Result;
import dev.streamlane.testing.ManualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofNanos(1);

    /** It overflows 20 seconds after its beginning. */
    private final ManualLoop clock = new ManualLoop();

    private final Window<Result> window = new Window<>(Result.class, clock);

    @Test
    void isEmptyAtFirst() {
        assertThat(recent()).isZero();
        assertThat(window.processed().mean()).isZero();
        assertThat(window.processed().longest()).isZero();
    }

    @Test
    void countsBySecondAndForgetsTheOldestOne() {
        add();
        clock.advance(SECOND.minus(MOMENT));
        add();
        clock.advance(MOMENT);
        add();

        clock.advance(SECOND.multipliedBy(9).minus(MOMENT));
        assertThat(recent()).isEqualTo(3);
        clock.advance(MOMENT);
        assertThat(recent()).isEqualTo(1);
        clock.advance(SECOND);
        assertThat(recent()).isZero();
    }

    @Test
    void secondThatComesRoundAgainBeginsAnew() {
        add();
        add();
        clock.advance(SECOND.multipliedBy(10));

        add();

        assertThat(recent()).isEqualTo(1);
    }

    @Test
    void nothingIsRecentAfterALongIdleTime() {
        add();

        clock.advance(Duration.ofDays(1000).plus(SECOND.multipliedBy(3)));

        assertThat(recent()).isZero();
        add();
        assertThat(recent()).isEqualTo(1);
    }

    @Test
    void goesOnWhenTheClockOverflows() {
        for (int second = 0; second < 60; second++) {
            add();
            assertThat(recent()).as("second %d", second).isEqualTo(Math.min(second + 1, 10));
            clock.advance(SECOND);
        }
    }

    @Test
    void timesAreThoseOfTheWindow() {
        window.add(Result.FAILED, Duration.ofSeconds(30).toNanos());
        clock.advance(SECOND.multipliedBy(5));
        window.add(Result.DONE, Duration.ofMillis(10).toNanos());
        clock.advance(SECOND.multipliedBy(5));
        window.add(Result.DONE, Duration.ofMillis(20).toNanos());

        Processed<Result> recent = window.processed();

        assertThat(recent.mean()).isEqualTo(Duration.ofMillis(15));
        assertThat(recent.longest()).isEqualTo(Duration.ofMillis(20));
        assertThat(recent.count(Result.FAILED)).isZero();
        assertThat(recent.count(Result.DONE)).isEqualTo(2);
    }

    private void add() {
        window.add(Result.DONE, 0);
    }

    private long recent() {
        return window.processed().count();
    }
}
