package dev.streamlane.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.CoordinationEvents;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoordinationListenersTest {
    @Test
    void everyEventIsPassedOn() {
        List<String> events = Arrays.stream(CoordinationEvents.class.getDeclaredMethods())
                .map(Method::getName)
                .toList();

        List<String> passedOn = Arrays.stream(CoordinationListeners.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .toList();

        assertThat(passedOn).containsExactlyInAnyOrderElementsOf(events);
    }
}
