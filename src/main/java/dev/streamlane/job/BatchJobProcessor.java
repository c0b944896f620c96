package dev.streamlane.job;

import java.util.List;

/**
 * Processes the jobs of one topic in batches, on a thread that may block. Returning means that all of them are done. If a
 * batch of several jobs throws, its jobs are processed again one by one, so that one bad job does not fail its
 * neighbours.
 *
 * @param <T> what the payload's JSON is read into by Jackson; {@code String} receives the JSON text itself
 */
public interface BatchJobProcessor<T> {
    /**
     * Processes some jobs of one partition.
     *
     * @param jobs at least one and at most {@code streamlane.consumer.batch-size} jobs in enqueue order; of one key there
     *     may be one only, unless ordering is {@code none}
     * @throws Exception as for {@link JobProcessor#process}
     */
    void process(List<Job<T>> jobs) throws Exception;
}
