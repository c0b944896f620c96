package dev.streamlane.rest;

import dev.streamlane.removal.TopicLoss;
import java.util.List;

/**
 * A topic that is gone, and what is gone with it.
 *
 * @param topic its name
 * @param partitions how many partitions it had
 * @param jobs how many jobs were in them, finished ones included
 * @param delayed how many were delayed
 * @param schedules how many schedules it had
 * @param groups the names of its groups
 */
record TopicRemoved(String topic, int partitions, long jobs, long delayed, long schedules, List<String> groups) {
    static TopicRemoved of(TopicLoss loss) {
        return new TopicRemoved(
                loss.topic(),
                loss.partitions(),
                loss.jobs(),
                loss.delayed(),
                loss.schedules(),
                loss.groups().stream().map(group -> group.group().group()).toList());
    }
}
