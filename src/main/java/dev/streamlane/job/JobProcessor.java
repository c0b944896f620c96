package dev.streamlane.job;

/**
 * Processes the jobs of one topic, one at a time per call, on a thread that may block: a virtual thread where the JVM has
 * them (21+), else one of a bounded pool. Implement it as an {@code @ApplicationScoped} bean annotated with
 * {@link JobTopic}; calls come from several threads at once, up to {@code streamlane.consumer.max-concurrency}.
 *
 * <p>Delivery is at least once: a job may be processed again after a crash, so effects should be idempotent, for which
 * {@link Job#id()} is the natural key and {@link Job#epoch()} the fence.
 *
 * @param <T> what the payload's JSON is read into by Jackson; {@code String} receives the JSON text itself
 */
public interface JobProcessor<T> {
    /**
     * Processes one job. Returning means done: the job is acknowledged.
     *
     * @param job the job
     * @throws DiscardJobException to dead-letter the job at once
     * @throws InterruptedException when the timeout has passed or the partition is being handed over; let it through
     * @throws Exception anything else counts as a failed attempt; the job is retried with back-off, and dead-lettered
     *     after the topic's {@code max-attempts}
     */
    void process(Job<T> job) throws Exception;
}
