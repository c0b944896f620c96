package dev.streamlane.consumer;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The limits within which a group's jobs are consumed in this process; see {@code streamlane.consumer.*}.
 *
 * @param defaultGroup the group of processors that name none
 * @param maxConcurrency how many jobs run at a time; if nobody says, that depends on the kind of processor
 * @param batchSize the most jobs that a batch processor gets at once
 * @param readBatch how many entries of a partition are read at once and wait unstarted
 * @param readBytes how many bytes of payload of a partition may wait unstarted
 * @param maxParked how many entries of a partition may wait behind another one or for their back-off
 * @param jobTimeout the timeout of jobs that name none; zero for none
 * @param initialBackoff the time before the second attempt
 * @param maxBackoff the longest time between two attempts
 * @param drainTimeout how long running jobs may go on after a revocation
 * @param abandonTimeout how long interrupted jobs may take to return
 * @param block how long one wait for new jobs lasts
 */
public record ConsumerSettings(
        String defaultGroup,
        OptionalInt maxConcurrency,
        int batchSize,
        int readBatch,
        int readBytes,
        int maxParked,
        Duration jobTimeout,
        Duration initialBackoff,
        Duration maxBackoff,
        Duration drainTimeout,
        Duration abandonTimeout,
        Duration block) {
    private static final int EACH_ON_A_THREAD = 64;
    private static final int SHARING_THREADS = 512;

    /** How many jobs run at a time if each takes a thread. */
    int concurrencyOnThreads() {
        return maxConcurrency.orElse(EACH_ON_A_THREAD);
    }

    /** How many jobs run at a time if many share a thread. */
    int concurrencySharingThreads() {
        return maxConcurrency.orElse(SHARING_THREADS);
    }
}
