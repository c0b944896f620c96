package dev.streamlane.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.DeadJob;
import dev.streamlane.consumer.JobEvents;
import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.GroupId;
import dev.streamlane.producer.EnqueueEvents;
import dev.streamlane.streams.StreamEvents;
import dev.streamlane.testing.LogCapture;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ListenersTest {
    private static final GroupId GROUP = new GroupId("mail", "senders");
    private static final DeadJob DEAD = new DeadJob("job", 0, "1-0", 5, "broken", null);

    private final List<String> heard = new ArrayList<>();

    /** Throws, without stack traces that would fill the build's log. */
    private static final class Broken implements JobEvents {
        @Override
        public void retrying(GroupId group) {
            throw new RuntimeException("no counter", null, false, false) {};
        }

        @Override
        public void deadLettered(GroupId group, DeadJob job) {
            throw new Error("no memory", null, false, false) {};
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind(CoordinationEvents.class, CoordinationListeners::new),
                kind(JobEvents.class, JobListeners::new),
                kind(StreamEvents.class, StreamListeners::new),
                kind(EnqueueEvents.class, EnqueueListeners::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    <L> void everyEventReachesEveryListenerAsItIs(Class<L> kind, Function<List<L>, L> listeners) throws Exception {
        L fanOut = listeners.apply(List.of(recorder(kind, "first"), recorder(kind, "second")));

        for (Method event : events(kind)) {
            Object[] arguments = arguments(event.getParameterTypes());
            heard.clear();

            event.invoke(fanOut, arguments);

            String told = event.getName() + Arrays.toString(arguments);
            assertThat(heard).containsExactly("first: " + told, "second: " + told);
        }
    }

    @Test
    void whatAListenerThrowsReachesNeitherTheNextNorWhoeverTells() {
        JobListeners listeners = new JobListeners(List.of(new Broken(), recorder(JobEvents.class, "next")));

        listeners.retrying(GROUP);
        listeners.deadLettered(GROUP, DEAD);

        assertThat(heard)
                .containsExactly("next: retrying[" + GROUP + "]", "next: deadLettered[" + GROUP + ", " + DEAD + "]");
    }

    @Test
    void aListenerThatFailsAtEveryJobIsLoggedOnce() {
        List<String> logged = new ArrayList<>();
        JobListeners listeners = new JobListeners(List.of(new Broken()));

        try (LogCapture capture = LogCapture.of(Audience.class, logged)) {
            listeners.retrying(GROUP);
            listeners.retrying(GROUP);
        }

        assertThat(logged).singleElement().asString().startsWith(Broken.class.getName() + " failed");
    }

    private static <L> Arguments kind(Class<L> kind, Function<List<L>, L> listeners) {
        return Arguments.of(kind, listeners);
    }

    private static List<Method> events(Class<?> kind) {
        return Arrays.stream(kind.getDeclaredMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .toList();
    }

    private <L> L recorder(Class<L> kind, String name) {
        return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, (proxy, event, told) -> {
            heard.add(name + ": " + event.getName() + Arrays.toString(told));
            return null;
        }));
    }

    /** Values of these types; numbers differ, so that none can stand in for another. */
    private static Object[] arguments(Class<?>... types) {
        return IntStream.range(0, types.length)
                .mapToObj(i -> argument(MethodType.methodType(types[i]).wrap().returnType(), i))
                .toArray();
    }

    private static Object argument(Class<?> type, int position) {
        if (type.isEnum()) {
            return type.getEnumConstants()[1];
        }
        Renewal figures = new Renewal(Renewal.Status.RENEWED, 3, 1000, 40, Duration.ZERO, Pause.NEVER);
        return Stream.of("name", GROUP, Duration.ofMillis(7), true, position, (long) position, figures, DEAD)
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }
}
