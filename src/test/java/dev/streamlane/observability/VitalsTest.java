package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.GroupCoordinator.Status;
import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration RECENT = Duration.ofSeconds(5);

    private final Vitals vitals = new Vitals(TTL);

    @Test
    void memberThatBeatsIsLiveAndReady() {
        Status status = status(true, false, true, RECENT);

        assertThat(vitals.live(status)).isTrue();
        assertThat(vitals.problem(status)).isEmpty();
    }

    @Test
    void g7MemberWithoutRedisIsLiveButNotReady() {
        Status status = status(true, false, false, RECENT);

        assertThat(vitals.live(status)).isTrue();
        assertThat(vitals.problem(status)).hasValue("Redis did not answer the last beat");
    }

    @Test
    void supersededMemberIsLiveButNotReady() {
        Status status = status(false, true, true, RECENT);

        assertThat(vitals.live(status)).isTrue();
        assertThat(vitals.problem(status)).get().asString().startsWith("another process has taken this consumer id");
    }

    @Test
    void leavingMemberIsNotReady() {
        assertThat(vitals.problem(status(false, false, true, RECENT))).hasValue("not a member of the group");
    }

    @Test
    void memberWhoseLastBeatIsOlderThanTheTtlIsNotReady() {
        assertThat(vitals.problem(status(true, false, true, TTL))).isEmpty();
        assertThat(vitals.problem(status(true, false, true, TTL.plusMillis(1))))
                .hasValue("no beat for longer than the heartbeat's TTL");
    }

    @Test
    void memberThatHasNotBeatenForTwoTtlsIsDead() {
        assertThat(vitals.live(status(true, false, true, TTL.multipliedBy(2)))).isTrue();
        assertThat(vitals.live(status(true, false, true, TTL.multipliedBy(2).plusMillis(1))))
                .isFalse();
    }

    private static Status status(boolean registered, boolean superseded, boolean connected, Duration sinceBeat) {
        return new Status(new GroupId("mail", "senders"), registered, superseded, connected, sinceBeat, Set.of());
    }
}
