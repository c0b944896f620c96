package dev.streamlane.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoordinationSettingsTest {
    @Test
    void refusesATtlThatOneLateBeatWouldExceed() {
        assertThatThrownBy(() -> settings(Duration.ofSeconds(5), Duration.ofMillis(9999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT9.999S")
                .hasMessageContaining("at least twice the interval PT5S");
        assertThat(settings(Duration.ofSeconds(5), Duration.ofSeconds(10)).ttl())
                .hasSeconds(10);
    }

    @Test
    void trustsALeaseForAlmostItsTtl() {
        assertThat(settings(Duration.ofSeconds(5), Duration.ofSeconds(10)).trust())
                .isEqualTo(Duration.ofMillis(9500));
    }

    @Test
    void triesAgainSeveralTimesWithinTheTtlWhenRedisIsGone() {
        CoordinationSettings settings = settings(Duration.ofSeconds(5), Duration.ofSeconds(10));

        assertThat(settings.retry()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void G7_triesAgainAtMostTenTimesASecond() {
        assertThat(settings(Duration.ofMillis(50), Duration.ofMillis(100)).retry())
                .isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void G2_looksForLeasesPastTrustAsOftenAsSeveralTimesWithinTheMarginThatTrustLeaves() {
        assertThat(settings(Duration.ofSeconds(5), Duration.ofSeconds(10)).guardInterval())
                .isEqualTo(Duration.ofMillis(100));
        assertThat(settings(Duration.ofSeconds(1), Duration.ofSeconds(2)).guardInterval())
                .isEqualTo(Duration.ofMillis(25));
    }

    private static CoordinationSettings settings(Duration interval, Duration ttl) {
        return new CoordinationSettings(interval, ttl, Duration.ZERO);
    }
}
