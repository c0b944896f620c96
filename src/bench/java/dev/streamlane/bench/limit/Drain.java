package dev.streamlane.bench.limit;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Reads and acknowledges entries: of each stream a batch at a time, all streams at once; the next is read at once. */
final class Drain {
    private static final int BATCH = 100;
    /** How long to wait where nothing is left for the moment. */
    private static final long PAUSE_MILLIS = 1;

    private final Vertx vertx;
    private final RedisConnection redis;

    Drain(Vertx vertx, RedisConnection redis) {
        this.vertx = vertx;
        this.redis = redis;
    }

    /** Completes when so many are acknowledged. */
    CompletableFuture<Void> start(int entries) {
        CompletableFuture<?>[] streams = IntStream.range(0, BareStreams.COUNT)
                .mapToObj(stream -> read(stream, BareStreams.share(stream, entries)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(streams);
    }

    private CompletableFuture<Void> read(int stream, int left) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        read(stream, left, done);
        return done;
    }

    private void read(int stream, int left, CompletableFuture<Void> done) {
        Request read = Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg(BareStreams.GROUP)
                .arg("client")
                .arg("COUNT")
                .arg(BATCH)
                .arg("STREAMS")
                .arg(BareStreams.name(stream))
                .arg(">");
        redis.send(read).onSuccess(reply -> took(stream, left, reply, done)).onFailure(done::completeExceptionally);
    }

    private void took(int stream, int left, Response reply, CompletableFuture<Void> done) {
        if (reply == null) {
            vertx.setTimer(PAUSE_MILLIS, id -> read(stream, left, done));
            return;
        }
        Response entries = reply.get(BareStreams.name(stream));
        Request ack = Request.cmd(Command.XACK).arg(BareStreams.name(stream)).arg(BareStreams.GROUP);
        for (Response entry : entries) {
            ack.arg(entry.get(0).toString());
        }
        int after = left - entries.size();
        // Replies come in order: the last one is that of the last batch.
        redis.send(ack)
                .onSuccess(acked -> {
                    if (after == 0) {
                        done.complete(null);
                    }
                })
                .onFailure(done::completeExceptionally);
        if (after > 0) {
            read(stream, after, done);
        }
    }
}
