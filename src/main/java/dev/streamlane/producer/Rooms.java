package dev.streamlane.producer;

import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.Retention.Room;
import dev.streamlane.topic.TopicSettings;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers for a moment how much room the partitions of one topic have, so that not every batch has to ask. It is an
 * estimate, because others write too: the partition itself checks again, in the same step that writes.
 */
final class Rooms {
    private static final long MAX_AGE_MILLIS = 1_000;
    /** A full partition is trimmed by more than the one job that asked, so that the next ones need not ask. */
    private static final int SPARE_DIVISOR = 20;

    private static final long MAX_SPARE = 1_000;

    private final String topic;
    private final Retention retention;
    private final Clock clock;
    private final ConcurrentMap<Integer, Known> known = new ConcurrentHashMap<>();

    Rooms(String topic, Retention retention, Clock clock) {
        this.topic = topic;
        this.retention = retention;
        this.clock = clock;
    }

    /** Whether partitions of these settings can be full at all. */
    static boolean bounded(TopicSettings settings) {
        return settings.maxLength() > 0 && settings.overflow() == Overflow.REJECT;
    }

    /** Room in a partition for {@code wanted} entries, as remembered if that suffices, or else as trimming makes it. */
    CompletionStage<Room> ask(int partition, int wanted, TopicSettings settings) {
        Known present = known.get(partition);
        if (present != null
                // Either way, so that a clock that is set back does not keep an old estimate alive.
                && Math.abs(clock.millis() - present.since) < MAX_AGE_MILLIS
                && settings.maxLength() - present.length >= wanted) {
            return CompletableFuture.completedStage(
                    new Room(present.length, settings.maxLength() - present.length, null));
        }
        return make(partition, wanted, settings);
    }

    /** Trims the partition until {@code wanted} entries fit, as far as that loses nothing, and remembers the outcome. */
    CompletionStage<Room> make(int partition, int wanted, TopicSettings settings) {
        long since = clock.millis();
        long spare = Math.max(wanted, Math.min(settings.maxLength() / SPARE_DIVISOR, MAX_SPARE));
        long target = Math.max(1, settings.maxLength() - spare);
        return retention
                .makeRoom(topic, partition, withMaxLength(settings, target))
                .thenApply(room -> {
                    known.put(partition, new Known(room.length(), since));
                    return new Room(room.length(), settings.maxLength() - room.length(), room.pinnedBy());
                });
    }

    /** Notes that entries were written. */
    void used(int partition, int entries) {
        known.computeIfPresent(partition, (number, old) -> new Known(old.length + entries, old.since));
    }

    private static TopicSettings withMaxLength(TopicSettings settings, long maxLength) {
        return new TopicSettings(
                settings.partitions(),
                maxLength,
                settings.overflow(),
                settings.ordering(),
                settings.maxAttempts(),
                settings.maxBacklog());
    }

    private record Known(long length, long since) {}
}
