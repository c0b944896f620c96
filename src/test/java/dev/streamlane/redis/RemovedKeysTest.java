package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.partition.GroupId;
import dev.streamlane.schedule.Place;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever adds a key of a group or a partition has to say that it goes with it. */
class RemovedKeysTest {
    /** A channel is no key, nor is the consumer group that pins; and a bell is a replica's. */
    private static final Set<String> OTHERS = Set.of("wake", "pin", "bell");

    private final RedisKeys keys = new RedisKeys("redisaq");

    @Test
    void allOfAGroupIsAll() throws ReflectiveOperationException {
        assertThat(keys.allOfGroup(GROUP)).containsExactlyInAnyOrderElementsOf(keysBy(List.of(GroupId.class), GROUP));
    }

    @Test
    void allOfAPartitionIsAll() throws ReflectiveOperationException {
        List<String> all = keysBy(List.of(String.class, int.class), TOPIC, 3);
        all.addAll(keysBy(List.of(Place.class), new Place(TOPIC, 3)));
        all.add(keys.replayed(keys.stream(TOPIC, 3)));

        assertThat(keys.allOfPartition(TOPIC, 3)).containsExactlyInAnyOrderElementsOf(all);
    }

    private List<String> keysBy(List<Class<?>> parameters, Object... of)
            throws InvocationTargetException, IllegalAccessException {
        List<String> found = new ArrayList<>();
        for (Method method : RedisKeys.class.getDeclaredMethods()) {
            if (method.getReturnType() == String.class
                    && List.of(method.getParameterTypes()).equals(parameters)
                    && !OTHERS.contains(method.getName())) {
                found.add((String) method.invoke(keys, of));
            }
        }
        assertThat(found).hasSizeGreaterThan(2);
        return found;
    }
}
