package dev.streamlane.partition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseTest {
    @Test
    void isTrustedUntilItsInstantAndNotFromThenOn() {
        Lease lease = new Lease(3, 7, 1000);

        assertThat(lease.trusted(999)).isTrue();
        assertThat(lease.trusted(1000)).isFalse();
        assertThat(lease.trusted(1001)).isFalse();
    }

    @Test
    void isJudgedRightlyWhenTheMonotonicClockOverflows() {
        Lease lease = new Lease(0, 1, Long.MIN_VALUE + 10);

        assertThat(lease.trusted(Long.MAX_VALUE - 10)).isTrue();
        assertThat(lease.trusted(Long.MIN_VALUE + 9)).isTrue();
        assertThat(lease.trusted(Long.MIN_VALUE + 10)).isFalse();
    }

    @Test
    void keepsItsPartitionAndEpochWhenRenewed() {
        assertThat(new Lease(3, 7, 1000).trustedUntil(2000)).isEqualTo(new Lease(3, 7, 2000));
    }
}
