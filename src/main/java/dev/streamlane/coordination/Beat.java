package dev.streamlane.coordination;

import dev.streamlane.partition.Assignment;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.Map;

/**
 * What a heartbeat found.
 *
 * @param superseded whether another incarnation has taken this consumer's id; nothing else is meaningful then
 * @param generation the version of the target; compared for equality only; empty before the first target
 * @param members the live members by consumer id, with the time until each one's deadline
 * @param target the target assignment, {@link Assignment#NONE} before the first
 * @param settings the topic's settings; {@code null} if the topic does not exist (after a FLUSHALL)
 * @param pause whether the group is paused
 * @param reset the number of the last reset that was asked for; 0 if there was none
 */
public record Beat(
        boolean superseded,
        String generation,
        Map<String, Duration> members,
        Assignment target,
        TopicSettings settings,
        Pause pause,
        long reset) {}
