package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.streams.Assignment;
import dev.streamlane.streams.ListedStream;
import dev.streamlane.streams.ListedStream.Holder;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A stream of a service. What does not apply or is not known is left out.
 *
 * @param entryId its entry ID on the Load Balancer Stream
 * @param dataStreamName the data stream's name
 * @param state {@code waiting}, {@code assigned}, {@code unowned}, or {@code done} but not deleted yet
 * @param consumer who has it, as the consumer group names it
 * @param since when that consumer got it
 * @param epoch that consumer's fencing token
 * @param claimedFrom who had it before
 * @param failures how many attempts have failed since the last checkpoint
 * @param checkpoint the last checkpoint
 * @param priority {@code high}, {@code normal} or {@code low}
 * @param info what its processor is told about it
 * @param error why the entry is no assignment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StreamView(
        String entryId,
        String dataStreamName,
        String state,
        String consumer,
        Instant since,
        Long epoch,
        String claimedFrom,
        Integer failures,
        String checkpoint,
        String priority,
        Map<String, Object> info,
        String error) {
    static StreamView of(ListedStream stream) {
        Holder holder = stream.holder().orElse(null);
        Assignment assignment = stream.assignment().orElse(null);
        return new StreamView(
                stream.entryId(),
                assignment == null ? null : assignment.name(),
                text(stream.state()),
                holder == null ? null : holder.consumer(),
                holder == null ? null : holder.since(),
                holder == null || holder.epoch().isEmpty()
                        ? null
                        : holder.epoch().getAsLong(),
                stream.claimedFrom().orElse(null),
                stream.failures().isEmpty() ? null : stream.failures().getAsInt(),
                stream.checkpoint().orElse(null),
                assignment == null ? null : text(assignment.priority()),
                assignment == null ? null : assignment.info(),
                stream.error().orElse(null));
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
