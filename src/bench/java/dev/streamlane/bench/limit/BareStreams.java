package dev.streamlane.bench.limit;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The streams of the bare client: as many as the service has partitions. */
final class BareStreams {
    static final int COUNT = 8;
    static final String GROUP = "bare";

    private static final String PREFIX = "bare:";

    private final RedisConnection redis;
    private int groups;

    BareStreams(RedisConnection redis) {
        this.redis = redis;
    }

    static String name(int stream) {
        return PREFIX + stream;
    }

    /** How many of so many entries go to a stream. */
    static int share(int stream, int entries) {
        return entries / COUNT + (stream < entries % COUNT ? 1 : 0);
    }

    /** Adds a group, from the first entry on; the first one is that which is read in. */
    CompletableFuture<?> addGroup() {
        String group = groups == 0 ? GROUP : GROUP + "-" + groups;
        groups++;
        return each(stream -> Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(name(stream))
                .arg(group)
                .arg("0")
                .arg("MKSTREAM"));
    }

    CompletableFuture<?> clear() {
        return each(stream ->
                Request.cmd(Command.XTRIM).arg(name(stream)).arg("MAXLEN").arg(0));
    }

    private CompletableFuture<?> each(IntFunction<Request> command) {
        List<Request> commands = IntStream.range(0, COUNT).mapToObj(command).toList();
        return redis.batch(commands).toCompletionStage().toCompletableFuture();
    }
}
