package dev.streamlane.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The dead letters of a partition or a stream service on their way to the stream of all dead letters, which is in another slot of a cluster:
 * first copied, then removed here. A crash in between doubles a line and loses none.
 */
final class Outbox {
    /** How many are forwarded at once: they are copied through this process, and a payload may be a megabyte. */
    private static final int BATCH = 10;

    private final RedisLane lane;
    private final String key;
    private final String deadLetter;
    private final long maxLength;
    private CompletionStage<Void> last = CompletableFuture.completedStage(null);

    Outbox(RedisLane lane, String key, String deadLetter, long maxLength) {
        this.lane = lane;
        this.key = key;
        this.deadLetter = deadLetter;
        this.maxLength = maxLength;
    }

    String key() {
        return key;
    }

    /** Forwards all there are. One after another, so that no two of them copy the same letter. */
    synchronized CompletionStage<Void> forward() {
        last = last.handle((done, failure) -> null).thenCompose(done -> forwardAll());
        return last;
    }

    private CompletionStage<Void> forwardAll() {
        return lane.send(Request.cmd(Command.XRANGE)
                        .arg(key)
                        .arg("-")
                        .arg("+")
                        .arg("COUNT")
                        .arg(BATCH))
                .thenCompose(letters -> letters.size() == 0
                        ? CompletableFuture.completedStage(null)
                        : copy(letters).thenCompose(done -> forwardAll()));
    }

    private CompletionStage<?> copy(Response letters) {
        List<CompletableFuture<?>> copied = new ArrayList<>();
        Request remove = Request.cmd(Command.XDEL).arg(key);
        for (Response letter : letters) {
            Request add = Request.cmd(Command.XADD)
                    .arg(deadLetter)
                    .arg("MAXLEN")
                    .arg("~")
                    .arg(maxLength)
                    .arg("*");
            letter.get(1).forEach(value -> add.arg(value.toString()));
            copied.add(lane.send(add));
            remove.arg(letter.get(0).toString());
        }
        return CompletableFuture.allOf(copied.toArray(CompletableFuture[]::new)).thenCompose(done -> lane.send(remove));
    }
}
