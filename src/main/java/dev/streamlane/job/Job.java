package dev.streamlane.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * One job as a processor receives it.
 *
 * @param <T> the payload's type
 * @param id the job's id, a UUID given when it was enqueued; it stays the same over all attempts and replays
 * @param topic the topic it was enqueued to
 * @param group the consumer group that processes it here
 * @param partition the partition it stands in, from 0
 * @param entryId its entry ID in the partition's Redis stream, {@code <milliseconds>-<sequence>}
 * @param key the text that orders it among others, or {@code null} if it has none
 * @param payload the decoded payload
 * @param headers the headers it was enqueued with, never {@code null}
 * @param attempt which start this is, from 1
 * @param epoch the fencing token of the lease it was started under. A later owner of the partition always has a higher
 *     one; effects outside of Redis that must not be overwritten by a consumer that lost its lease should carry it
 * @param createdAt when the producer made the job
 * @param enqueuedAt when it was written to the stream
 * @param timeout after which an attempt is interrupted; zero means never
 */
public record Job<T>(
        String id,
        String topic,
        String group,
        int partition,
        String entryId,
        String key,
        T payload,
        Map<String, String> headers,
        int attempt,
        long epoch,
        Instant createdAt,
        Instant enqueuedAt,
        Duration timeout) {}
