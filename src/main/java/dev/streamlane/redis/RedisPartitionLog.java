package dev.streamlane.redis;

import static java.util.stream.Collectors.joining;

import dev.streamlane.consumer.Entry;
import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** One partition under one lease. */
final class RedisPartitionLog implements PartitionLog {
    private static final int STEP_HEAD = 2;
    private static final int ADOPT_HEAD = 2;
    private static final int ADOPT_FIELDS = 2 + Replies.ENTRY_FIELDS;

    private final RedisLane lane;
    private final Fence fence;
    private final List<String> keys;
    private final Outbox outbox;
    private final Arrivals arrivals;
    private final Executor thread;
    private final AtomicLong number = new AtomicLong();

    /** @param keys of the stream, the lease and the attempts */
    RedisPartitionLog(
            RedisLane lane, Fence fence, List<String> keys, Outbox outbox, Arrivals arrivals, Executor thread) {
        this.lane = lane;
        this.fence = fence;
        this.keys = keys;
        this.outbox = outbox;
        this.arrivals = arrivals;
        this.thread = thread;
    }

    @Override
    public CompletionStage<StepReply> step(Step step) {
        List<String> args = fence.and(
                nextNumber(),
                started(step),
                String.valueOf(step.read()),
                String.valueOf(step.acked().size()),
                String.valueOf(step.failed().size()));
        args.addAll(step.acked());
        step.failed().forEach((id, attempts) -> {
            args.add(id);
            args.add(String.valueOf(attempts));
        });
        args.addAll(step.bodies());
        return Replies.onThread(
                thread, lane.call(new ScriptCall(Script.STEP, keys, args)).thenApply(RedisPartitionLog::stepReply));
    }

    @Override
    public CompletionStage<AdoptReply> adopt(String after, int count) {
        List<String> args = fence.and(nextNumber(), after, String.valueOf(count));
        return Replies.onThread(
                thread, lane.call(new ScriptCall(Script.ADOPT, keys, args)).thenApply(RedisPartitionLog::adoptReply));
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

    private static StepReply stepReply(Response reply) {
        if (lost(Script.STEP, reply)) {
            return new StepReply.Lost();
        }
        int bodies = reply.get(1).toInteger();
        List<Entry> found = new ArrayList<>((reply.size() - STEP_HEAD) / Replies.ENTRY_FIELDS);
        for (int i = STEP_HEAD; i < reply.size(); i += Replies.ENTRY_FIELDS) {
            found.add(Replies.entry(reply, i));
        }
        return new StepReply.Taken(found.subList(0, bodies), found.subList(bodies, found.size()));
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
            entries.add(new Pending(Replies.entry(reply, i + 2), attempts, ownerLost, idle));
        }
        return new AdoptReply.Adopted(entries, Replies.text(reply, 1));
    }
}
