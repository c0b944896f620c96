package dev.streamlane.observability;

import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.partition.GroupId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which groups this replica has beaten for at least once, whether or not Redis answered. */
@Singleton
final class FirstBeats implements CoordinationEvents {
    private final Set<GroupId> groups = ConcurrentHashMap.newKeySet();

    @Override
    public void beat(GroupId group, Duration took) {
        groups.add(group);
    }

    @Override
    public void beatFailed(GroupId group) {
        groups.add(group);
    }

    boolean seen(GroupId group) {
        return groups.contains(group);
    }
}
