package dev.streamlane.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The dead letters of a partition or a stream service on their way to the stream of all dead letters, which is in another
 * slot of a cluster: first copied, then removed here. A crash in between doubles a line and loses none.
 */
final class Outbox {
    /** How many are forwarded at once: they are copied through this process, and a payload may be a megabyte. */
    private static final int BATCH = 10;

    /** Whoever has not forwarded a letter for so long will probably not do it any more. */
    private static final Duration ORPHANED = Duration.ofSeconds(10);

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

    /** Forwards all there are, if nobody else does. One after another, so that no two of them copy the same letter. */
    synchronized CompletionStage<Void> forward() {
        last = last.handle((done, failure) -> null).thenCompose(done -> drain(() -> letters("-", "+")));
        return last;
    }

    /** Forwards one letter; others that share this outbox do so with theirs. */
    CompletionStage<Void> forward(String id) {
        return drain(() -> letters(id, id));
    }

    /** Forwards what others that share this outbox have left; what one takes up, is young again to all others. */
    CompletionStage<Void> forwardOrphans() {
        String age = String.valueOf(ORPHANED.toMillis());
        ScriptCall call = ScriptCall.of(Script.STREAM_ORPHANS, List.of(key), age, String.valueOf(BATCH));
        return drain(() -> lane.call(call));
    }

    private CompletionStage<Void> drain(Supplier<CompletionStage<Response>> read) {
        return read.get()
                .thenCompose(letters -> letters.size() == 0
                        ? CompletableFuture.completedStage(null)
                        : copy(letters).thenCompose(done -> drain(read)));
    }

    private CompletionStage<Response> letters(String first, String last) {
        return lane.send(Request.cmd(Command.XRANGE)
                .arg(key)
                .arg(first)
                .arg(last)
                .arg("COUNT")
                .arg(BATCH));
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
