package dev.streamlane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingPlacesTest {
    @Test
    void g8_waitingConnectionsLeaveThePoolSomeForEverythingElse() {
        assertThat(WaitingPlaces.places(256, 288)).isEqualTo(256);
        assertThat(WaitingPlaces.places(256, 64)).isEqualTo(48);
        assertThat(WaitingPlaces.places(256, 6)).isZero();
    }
}
