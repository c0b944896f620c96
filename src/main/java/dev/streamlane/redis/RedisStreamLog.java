package dev.streamlane.redis;

import dev.streamlane.producer.StreamLog;
import dev.streamlane.redis.Writes.Written;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Appends to Load Balancer Streams. */
@Singleton
final class RedisStreamLog implements StreamLog {
    private final Writes writes;
    private final RedisKeys keys;

    RedisStreamLog(Writes writes, RedisKeys keys) {
        this.writes = writes;
        this.keys = keys;
    }

    @Override
    public CompletionStage<Added> add(String service, String assignment, long maxLength) {
        ScriptCall call =
                ScriptCall.of(Script.STREAM_ADD, List.of(keys.input(service)), String.valueOf(maxLength), assignment);
        return writes.bounded(assignment.length(), () -> writes.finish(service.hashCode(), call))
                .thenApply(RedisStreamLog::added);
    }

    private static Added added(Written written) {
        if (Replies.code(Script.STREAM_ADD, written.reply()) == Code.FULL) {
            return new Added.Full(Replies.number(written.reply(), 1));
        }
        String entryId = Replies.text(written.reply(), 1);
        return written.confirmed() ? new Added.Written(entryId) : new Added.Unconfirmed(entryId, written.replicas());
    }
}
