package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.Beating.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration RECENT = Duration.ofSeconds(5);

    @Test
    void memberThatBeatsIsLiveAndReady() {
        Status status = status(true, false, true, RECENT);

        assertThat(Vitals.live(status)).isTrue();
        assertThat(Vitals.problem(status)).isEmpty();
    }

    @Test
    void g7MemberWithoutRedisIsLiveButNotReady() {
        Status status = status(true, false, false, RECENT);

        assertThat(Vitals.live(status)).isTrue();
        assertThat(Vitals.problem(status)).hasValue("Redis did not answer the last beat");
    }

    @Test
    void supersededMemberIsLiveButNotReady() {
        Status status = status(false, true, true, RECENT);

        assertThat(Vitals.live(status)).isTrue();
        assertThat(Vitals.problem(status)).get().asString().startsWith("another process has taken this consumer id");
    }

    @Test
    void leavingMemberIsNotReady() {
        assertThat(Vitals.problem(status(false, false, true, RECENT))).hasValue("not registered");
    }

    @Test
    void memberWhoseLastBeatIsOlderThanTheTtlIsNotReady() {
        assertThat(Vitals.problem(status(true, false, true, TTL))).isEmpty();
        assertThat(Vitals.problem(status(true, false, true, TTL.plusMillis(1))))
                .hasValue("no beat for longer than its TTL");
    }

    @Test
    void memberThatHasNotBeatenForTwoTtlsIsDead() {
        assertThat(Vitals.live(status(true, false, true, TTL.multipliedBy(2)))).isTrue();
        assertThat(Vitals.live(status(true, false, true, TTL.multipliedBy(2).plusMillis(1))))
                .isFalse();
    }

    private static Status status(boolean registered, boolean superseded, boolean connected, Duration sinceBeat) {
        return new Status("mail/senders", true, registered, superseded, connected, sinceBeat, TTL, "[]");
    }
}
