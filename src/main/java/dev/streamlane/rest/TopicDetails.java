package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.topic.TopicSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A topic with its groups, and a page of its partitions.
 *
 * @param topic its name
 * @param partitions how many partitions it has
 * @param maxLength entries per partition down to which finished jobs are kept; 0 for no bound
 * @param overflow what happens when a partition is full: {@code reject} or {@code trim}
 * @param ordering in which order jobs start
 * @param maxAttempts how many starts a job has
 * @param maxBacklog how many unfinished jobs a group may have; 0 for any number
 * @param groups the names of its groups
 * @param lengths how many entries partitions have
 * @param next the cursor of the next page of them; left out on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TopicDetails(
        String topic,
        int partitions,
        long maxLength,
        String overflow,
        String ordering,
        int maxAttempts,
        long maxBacklog,
        List<String> groups,
        List<PartitionLength> lengths,
        String next) {
    static TopicDetails of(
            String topic, TopicSettings settings, Collection<String> groups, PartitionQuery query, List<Long> lengths) {
        TopicView view = TopicView.of(topic, settings);
        List<PartitionLength> numbered = new ArrayList<>();
        for (long length : lengths) {
            numbered.add(new PartitionLength(query.from(view.partitions()) + numbered.size(), length));
        }
        return new TopicDetails(
                topic,
                view.partitions(),
                view.maxLength(),
                view.overflow(),
                view.ordering(),
                view.maxAttempts(),
                view.maxBacklog(),
                List.copyOf(groups),
                numbered,
                query.next(view.partitions()));
    }

    /**
     * How much a partition has.
     *
     * @param partition its number
     * @param length how many entries it has, finished ones included
     */
    record PartitionLength(int partition, long length) {}
}
