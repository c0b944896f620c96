package dev.streamlane.topic;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A change of a topic's settings; what is absent stays as it is.
 *
 * @param partitions the new number of partitions, not below the present one
 * @param maxLength the new limit of entries per partition; 0 for none
 * @param overflow the new way with a full partition
 * @param maxBacklog the new limit of unfinished jobs of a group; 0 for none
 */
public record TopicChange(
        OptionalInt partitions, OptionalLong maxLength, Optional<Overflow> overflow, OptionalLong maxBacklog) {
    /** The settings after this change. */
    public TopicSettings applyTo(TopicSettings settings) {
        return new TopicSettings(
                partitions.orElse(settings.partitions()),
                maxLength.orElse(settings.maxLength()),
                overflow.orElse(settings.overflow()),
                settings.ordering(),
                settings.maxAttempts(),
                maxBacklog.orElse(settings.maxBacklog()));
    }
}
