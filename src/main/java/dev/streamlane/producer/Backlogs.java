package dev.streamlane.producer;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Tells what the groups of topics have not finished. */
public interface Backlogs {
    /**
     * The backlog of each group of a topic; if it has no group, one entry with all that it holds. Fails with {@link
     * dev.streamlane.topic.StoreUnavailableException}.
     *
     * @param partitions how many partitions the topic has
     */
    CompletionStage<List<Backlog>> look(String topic, int partitions);

    /**
     * What a group has not finished.
     *
     * @param group which; {@code null} if the topic has no group yet
     * @param jobs not yet delivered, plus pending
     * @param finished how many it has finished since it began, for comparison with another look; negative if that is unknown
     */
    record Backlog(String group, long jobs, long finished) {}
}
