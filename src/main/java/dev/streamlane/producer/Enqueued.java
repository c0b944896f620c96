package dev.streamlane.producer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A job that is in its topic.
 *
 * @param id the job's UUID
 * @param topic its topic
 * @param partition its partition, from 0
 * @param entryId its entry ID in the partition's Redis stream, {@code <milliseconds>-<sequence>}; {@code null} while it is
 *     delayed
 * @param runAt when it enters the partition, by Redis' clock; {@code null} if it has
 * @param repeated whether it was there already, enqueued with the same idempotency key
 */
public record Enqueued(
        String id,
        String topic,
        int partition,
        String entryId,
        @JsonInclude(JsonInclude.Include.NON_NULL) Instant runAt,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean repeated) {}
