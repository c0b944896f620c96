package dev.streamlane.bench.limit;

import dev.streamlane.bench.load.Payload;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Appends entries as the service writes them: for each stream a batch at a time, all streams at once. */
final class Fill {
    private static final int BATCH = 100;
    private static final String ID_PREFIX = "3f1c4c1e-6b1f-4a8e-9d53-";
    private static final int ID_DIGITS = 12;
    private static final String NOW = "1795322101.557";

    private final RedisConnection redis;

    Fill(RedisConnection redis) {
        this.redis = redis;
    }

    /** Completes when all are written. */
    CompletableFuture<Void> start(int entries) {
        CompletableFuture<?>[] streams = IntStream.range(0, BareStreams.COUNT)
                .mapToObj(stream -> append(stream, 0, BareStreams.share(stream, entries)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(streams);
    }

    private CompletableFuture<Void> append(int stream, int from, int to) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        append(stream, from, to, done);
        return done;
    }

    private void append(int stream, int from, int to, CompletableFuture<Void> done) {
        if (from == to) {
            done.complete(null);
            return;
        }
        int next = Math.min(to, from + BATCH);
        List<Request> batch = new ArrayList<>(next - from);
        for (int n = from; n < next; n++) {
            batch.add(entry(stream, n));
        }
        redis.batch(batch).onSuccess(ids -> append(stream, next, to, done)).onFailure(done::completeExceptionally);
    }

    private static Request entry(int stream, int n) {
        return Request.cmd(Command.XADD)
                .arg(BareStreams.name(stream))
                .arg("*")
                .arg("msg_id")
                .arg(ID_PREFIX + HexFormat.of().toHexDigits(n, ID_DIGITS))
                .arg("topic")
                .arg("bench-reactive")
                .arg("payload")
                .arg(Payload.json(1, n, 0))
                .arg("partition_key")
                .arg("")
                .arg("partition")
                .arg(stream)
                .arg("created_at")
                .arg(NOW)
                .arg("enqueued_at")
                .arg(NOW)
                .arg("timeout")
                .arg("0");
    }
}
