package dev.streamlane.stats;

import dev.streamlane.consumer.JobEvents.Result;
import dev.streamlane.partition.GroupId;

/**
 * What this replica has done in a group.
 *
 * @param group the group
 * @param processed the attempts that ended since it was started
 * @param recent those of them that ended within {@link Stats#RECENT}
 */
public record GroupStats(GroupId group, Processed<Result> processed, Processed<Result> recent) {}
