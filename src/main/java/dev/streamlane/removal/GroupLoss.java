package dev.streamlane.removal;

import dev.streamlane.partition.GroupId;
import java.util.Set;

/**
 * What is lost with a group: its position, what it has begun with, and what was asked of it. The jobs stay.
 *
 * @param group which
 * @param standing how it was found
 * @param pending jobs that were delivered to it and that it has not finished
 * @param retrying of these, how many have used an attempt
 * @param backlog jobs that it has not finished, delivered or not
 * @param last whether the topic has no other group
 */
public record GroupLoss(
        GroupId group,
        Standing standing,
        Set<String> users,
        long pending,
        long retrying,
        long backlog,
        boolean last,
        String confirm)
        implements Loss {
    /** How a group was found. */
    public enum Standing {
        /** It is a group like others. */
        KNOWN,
        /** Its removal has begun. */
        BEGUN,
        /** Nobody knows it, but streams have it: somebody made it by hand, or was late. */
        LEFT
    }

    @Override
    public boolean begun() {
        return standing == Standing.BEGUN;
    }
}
