package dev.streamlane.redis;

import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.TopicSettings;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Retention by what every group of a partition has finished. */
@Singleton
final class RedisRetention implements Retention {
    private final Trimming trimming;

    RedisRetention(Trimming trimming) {
        this.trimming = trimming;
    }

    @Override
    public CompletionStage<Room> makeRoom(String topic, int partition, TopicSettings settings) {
        boolean bounded = settings.maxLength() > 0;
        CompletionStage<Trimming.Trimmed> trimmed =
                bounded ? trimming.trim(topic, partition, settings.maxLength()) : trimming.look(topic, partition);
        boolean endless = !bounded || settings.overflow() == Overflow.TRIM;
        return trimmed.thenApply(now -> new Room(
                now.length(),
                endless ? Long.MAX_VALUE : Math.max(0, settings.maxLength() - now.length()),
                now.keeper()));
    }
}
