package dev.streamlane.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void doublesUpToTheLongestBackOff() {
        assertThat(backoffs(Duration.ofSeconds(1), Duration.ofMinutes(5), () -> 1, 11))
                .containsExactly(
                        1000L, 2000L, 4000L, 8000L, 16000L, 32000L, 64000L, 128000L, 256000L, 300000L, 300000L);
    }

    @Test
    void waitsAtLeastHalfOfIt() {
        assertThat(backoffs(Duration.ofSeconds(1), Duration.ofSeconds(5), () -> 0, 5))
                .containsExactly(500L, 1000L, 2000L, 2500L, 2500L);
    }

    @Test
    void addsARandomPartOfTheOtherHalf() {
        List<Double> randoms = List.of(0.0, 0.5, 0.25);
        int[] next = {0};

        assertThat(backoffs(Duration.ofSeconds(1), Duration.ofMinutes(1), () -> randoms.get(next[0]++), 3))
                .containsExactly(500L, 1500L, 2500L);
    }

    @Test
    void doesNotOverflowAfterVeryManyAttempts() {
        RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(1), Duration.ofDays(1), () -> 1);

        assertThat(policy.backoff(1000)).isEqualTo(Duration.ofDays(1));
        assertThat(policy.backoff(Integer.MAX_VALUE)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void isNeverLongerThanTheLongestEvenIfTheFirstIs() {
        assertThat(backoffs(Duration.ofSeconds(9), Duration.ofSeconds(3), () -> 1, 2))
                .containsExactly(3000L, 3000L);
    }

    @Test
    void canBeZero() {
        assertThat(backoffs(Duration.ZERO, Duration.ofSeconds(3), () -> 1, 3)).containsExactly(0L, 0L, 0L);
    }

    private static List<Long> backoffs(Duration initial, Duration max, DoubleSupplier random, int count) {
        RetryPolicy policy = new RetryPolicy(initial, max, random);
        return IntStream.rangeClosed(1, count)
                .mapToObj(attempts -> policy.backoff(attempts).toMillis())
                .toList();
    }
}
