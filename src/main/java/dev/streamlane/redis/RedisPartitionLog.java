package dev.streamlane.redis;

import static java.util.stream.Collectors.joining;

import dev.streamlane.consumer.Entry;
import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** One partition under one lease. */
final class RedisPartitionLog implements PartitionLog {
    private static final int ADOPT_HEAD = 2;
    private static final int ADOPT_FIELDS = 3;

    private final RedisLane lane;
    private final Fence fence;
    private final List<String> keys;
    private final UnaryOperator<String> gateKey;
    private final Outbox outbox;
    private final Arrivals arrivals;
    private final Executor thread;
    private final AtomicLong number = new AtomicLong();
    /** All that may be open: the one below, and those of adoptions that were not answered. */
    private final Set<String> gates = ConcurrentHashMap.newKeySet();

    private volatile String gate = "";

    /**
     * @param keys of the stream, the lease and the attempts
     * @param gateKey of a gate, by its name
     */
    RedisPartitionLog(
            RedisLane lane,
            Fence fence,
            List<String> keys,
            UnaryOperator<String> gateKey,
            Outbox outbox,
            Arrivals arrivals,
            Executor thread) {
        this.lane = lane;
        this.fence = fence;
        this.keys = keys;
        this.gateKey = gateKey;
        this.outbox = outbox;
        this.arrivals = arrivals;
        this.thread = thread;
    }

    @Override
    public CompletionStage<StepReply> step(Step step) {
        List<String> args = fence.and(
                nextNumber(),
                started(step),
                String.valueOf(step.acked().size()),
                String.valueOf(step.failed().size()));
        args.addAll(step.acked());
        step.failed().forEach((id, attempts) -> {
            args.add(id);
            args.add(String.valueOf(attempts));
        });
        args.addAll(step.bodies());
        ScriptCall call = new ScriptCall(Script.STEP, keys, args);
        return Replies.onThread(
                thread,
                lane.run(target -> send(call, step.read(), target), Duration.ZERO)
                        .thenApply(replies -> replies.isEmpty() ? new StepReply.Lost() : stepReply(replies)));
    }

    @Override
    public CompletionStage<AdoptReply> adopt(String after, int count) {
        String next = nextNumber();
        String opened = fence.epoch() + "." + next;
        List<String> all = new ArrayList<>(keys);
        all.add(gateKey.apply(opened));
        List<String> closed = List.copyOf(gates);
        closed.forEach(name -> all.add(gateKey.apply(name)));
        gates.add(opened);
        List<String> args = fence.and(next, opened, after, String.valueOf(count));
        return Replies.onThread(
                thread, lane.call(new ScriptCall(Script.ADOPT, all, args)).thenApply(reply -> {
                    AdoptReply adopted = adoptReply(reply);
                    if (adopted instanceof AdoptReply.Adopted) {
                        gate = opened;
                        closed.forEach(gates::remove);
                    }
                    return adopted;
                }));
    }

    @Override
    public CompletionStage<Boolean> bury(DeadLetter letter) {
        List<String> all = new ArrayList<>(keys);
        all.add(outbox.key());
        List<String> args = fence.and(letter.entryId(), String.valueOf(letter.attempts()), letter.error());
        return Replies.onThread(
                thread, lane.call(new ScriptCall(Script.BURY, all, args)).thenCompose(reply -> {
                    if (Replies.code(Script.BURY, reply) == Code.LOST) {
                        return CompletableFuture.completedStage(false);
                    }
                    // It is safe in the outbox already: that it cannot be forwarded now is no failure of this.
                    return outbox.forward().handle((done, failure) -> true);
                }));
    }

    @Override
    public CompletionStage<Void> forwardDeadLetters() {
        return Replies.onThread(thread, outbox.forward());
    }

    @Override
    public CompletionStage<Boolean> arrival(String after, Duration limit) {
        return Replies.onThread(thread, arrivals.await(after, limit));
    }

    @Override
    public void close() {
        arrivals.close();
    }

    private String nextNumber() {
        return String.valueOf(number.incrementAndGet());
    }

    private static String started(Step step) {
        return step.running().stream()
                .map(id -> id.equals(step.alone()) ? id + "!" : id)
                .collect(joining(" "));
    }

    private static boolean lost(Script script, Response reply) {
        return switch (Replies.code(script, reply)) {
            case LOST -> true;
            case STALE -> throw new StoreUnavailableException("A later call reached Redis before this one", null);
            default -> false;
        };
    }

    /** The replies to the script and to the read right behind it, which share a round trip; none if a group is not there. */
    private Future<List<Response>> send(ScriptCall call, int count, RedisConnection target) {
        Future<Response> taken = call.send(target);
        Future<Response> found = count == 0 ? Future.succeededFuture() : target.send(read(count));
        return Future.all(taken, found)
                .map(CompositeFuture::<Response>list)
                .recover(failure -> RedisFailure.isAboutAbsence(failure)
                        ? Future.succeededFuture(List.of())
                        : Future.failedFuture(failure));
    }

    /** Redis reads nothing unless both streams have the group. */
    private Request read(int count) {
        return Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg(fence.group())
                .arg(fence.consumer())
                .arg("COUNT")
                .arg(count)
                .arg("STREAMS")
                .arg(gateKey.apply(gate))
                .arg(keys.get(0))
                .arg(">")
                .arg(">");
    }

    private static List<Entry> entries(Response found) {
        List<Entry> entries = new ArrayList<>();
        if (found != null) {
            // A list of pairs in the older protocol, a map in the newer one, which is iterated over in pairs as well.
            found.forEach(stream -> stream.get(1).forEach(entry -> entries.add(EntryFields.entry(entry))));
        }
        return entries;
    }

    private static StepReply stepReply(List<Response> replies) {
        Response reply = replies.get(0);
        if (lost(Script.STEP, reply)) {
            return new StepReply.Lost();
        }
        List<Entry> bodies = new ArrayList<>(reply.size() - 1);
        for (int i = 1; i < reply.size(); i++) {
            bodies.add(EntryFields.entry(reply.get(i)));
        }
        return new StepReply.Taken(bodies, entries(replies.get(1)), Replies.code(Script.STEP, reply) == Code.PAUSED);
    }

    private static AdoptReply adoptReply(Response reply) {
        if (lost(Script.ADOPT, reply)) {
            return new AdoptReply.Lost();
        }
        List<Pending> entries = new ArrayList<>((reply.size() - ADOPT_HEAD) / ADOPT_FIELDS);
        for (int i = ADOPT_HEAD; i < reply.size(); i += ADOPT_FIELDS) {
            String used = Replies.text(reply, i);
            boolean ownerLost = used != null && used.endsWith("*");
            int attempts = used == null ? 0 : Integer.parseInt(ownerLost ? used.substring(0, used.length() - 1) : used);
            Duration idle = Duration.ofMillis(Replies.number(reply, i + 1));
            entries.add(new Pending(EntryFields.entry(reply.get(i + 2)), attempts, ownerLost, idle));
        }
        return new AdoptReply.Adopted(entries, Replies.text(reply, 1));
    }
}
