package dev.streamlane.group;

import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A group as a whole.
 *
 * @param group which
 * @param settings its topic's settings
 * @param paused whether it is paused
 * @param generation the version of the target; empty before the first
 * @param target the partitions that each consumer is to have
 * @param members its live members, sorted by their id
 * @param reset the last reset that was asked for
 */
public record GroupView(
        GroupId group,
        TopicSettings settings,
        boolean paused,
        String generation,
        Assignment target,
        List<Member> members,
        Optional<Reset> reset) {
    /**
     * A reset.
     *
     * @param number its number: a later one has a higher one
     * @param to where to, as it was asked for
     * @param done in how many partitions it is carried out
     */
    public record Reset(long number, String to, int done) {}

    /**
     * A consumer that counts as alive.
     *
     * @param consumer its id
     * @param remaining for how long it does so without a beat
     * @param notice what it tells people about itself, if that is there
     */
    public record Member(String consumer, Duration remaining, Optional<Notice> notice) {}

    /**
     * What a consumer tells people about itself.
     *
     * @param host where it runs
     * @param since when it joined
     */
    public record Notice(String host, Instant since) {}
}
