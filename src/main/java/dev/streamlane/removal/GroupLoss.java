package dev.streamlane.removal;

import dev.streamlane.partition.GroupId;
import java.util.Set;

/**
 * What is lost with a group: its position, what it has begun with, and what was asked of it. The jobs stay.
 *
 * @param group which
 * @param pending jobs that were delivered to it and that it has not finished
 * @param retrying of these, how many have used an attempt
 * @param backlog jobs that it has not finished, delivered or not
 */
public record GroupLoss(
        GroupId group, Set<String> users, long pending, long retrying, long backlog, boolean begun, String confirm)
        implements Loss {}
