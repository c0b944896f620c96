package dev.streamlane.removal;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is lost with a topic. Dead letters stay.
 *
 * @param topic its name
 * @param partitions how many partitions it has
 * @param jobs how many jobs are in them, finished ones included
 * @param delayed how many wait until they are due
 * @param schedules how many schedules it has
 * @param groups its groups
 */
public record TopicLoss(
        String topic,
        int partitions,
        long jobs,
        long delayed,
        long schedules,
        List<GroupLoss> groups,
        boolean begun,
        String confirm)
        implements Loss {
    @Override
    public Set<String> users() {
        Set<String> users = new TreeSet<>();
        groups.forEach(group -> users.addAll(group.users()));
        return users;
    }
}
