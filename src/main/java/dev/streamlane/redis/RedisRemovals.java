package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.partition.GroupId;
import dev.streamlane.removal.GroupLoss;
import dev.streamlane.removal.Mark;
import dev.streamlane.removal.RemovalStore;
import dev.streamlane.removal.TopicLoss;
import dev.streamlane.schedule.Place;
import dev.streamlane.topic.StoreRefusedException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Removes groups and topics: marks and what concerns the whole in the topic's slot, the rest in each partition's. */
@Singleton
final class RedisRemovals implements RemovalStore {
    /** Whoever gets in between holds the lease, and is found by that; more than a few times it is something else. */
    private static final int ATTEMPTS = 10;

    private final RedisLane lane;
    private final RedisKeys keys;
    private final long maxDeadLetters;

    @Inject
    RedisRemovals(RedisLanes lanes, RedisKeys keys, StreamlaneConfig config) {
        this(lanes, keys, config.deadLetters().maxLength());
    }

    RedisRemovals(RedisLanes lanes, RedisKeys keys, long maxDeadLetters) {
        this.lane = lanes.topics();
        this.keys = keys;
        this.maxDeadLetters = maxDeadLetters;
    }

    @Override
    public CompletionStage<Traces> traces(String topic) {
        return lane.call(ScriptCall.of(Script.REMOVAL_LOOK, List.of(keys.settings(topic))))
                .thenCombine(
                        lane.send(Request.cmd(Command.SISMEMBER)
                                .arg(keys.topics())
                                .arg(topic)),
                        (reply, named) -> RemovalText.traces(reply, named.toBoolean()));
    }

    @Override
    public CompletionStage<Long> retrying(GroupId group, int from, int to) {
        return sum(from, to, partition -> Request.cmd(Command.HLEN).arg(keys.attempts(group, partition)));
    }

    @Override
    public CompletionStage<Waiting> waiting(String topic, int from, int to) {
        return sum(from, to, partition -> Request.cmd(Command.ZCARD).arg(keys.delayed(topic, partition)))
                .thenCombine(
                        sum(from, to, partition -> Request.cmd(Command.HLEN)
                                .arg(keys.schedules(new Place(topic, partition)))),
                        Waiting::new);
    }

    @Override
    public CompletionStage<Boolean> leftOver(GroupId group, int from, int to) {
        AtomicBoolean some = new AtomicBoolean();
        return Pages.each(from, to, partition -> has(group.topic(), partition, group.group())
                        .thenCombine(
                                has(group.topic(), partition, RedisKeys.pin(group)), (itself, pin) -> itself || pin)
                        .thenAccept(has -> some.compareAndSet(false, has)))
                .thenApply(done -> some.get());
    }

    private CompletionStage<Boolean> has(String topic, int partition, String consumerGroup) {
        return lane.send(Request.cmd(Command.XPENDING)
                        .arg(keys.stream(topic, partition))
                        .arg(consumerGroup))
                .thenApply(pending -> true)
                .exceptionally(failure -> {
                    RuntimeException cause = Replies.unchecked(failure);
                    if (RedisFailure.isAboutAbsence(cause.getCause())) {
                        return false;
                    }
                    throw cause;
                });
    }

    @Override
    public CompletionStage<Optional<Mark>> begin(GroupLoss seen) {
        GroupId group = seen.group();
        String topic = group.topic();
        List<String> slot = List.of(keys.settings(topic), keys.groups(topic), keys.members(group));
        return lane.call(ScriptCall.of(
                        Script.GROUP_REMOVE, slot, group.group(), seen.confirm(), RemovalText.standing(seen)))
                .thenCompose(reply -> {
                    if (Replies.code(Script.GROUP_REMOVE, reply) != Code.TAKEN) {
                        return CompletableFuture.completedStage(Optional.empty());
                    }
                    Mark mark = new Mark(
                            topic, Optional.of(group.group()), Replies.text(reply, 1), (int) Replies.number(reply, 2));
                    // What they show to people, each in a slot of its own, would end by itself soon.
                    List<CompletableFuture<Response>> shown = reply.get(3).stream()
                            .map(consumer ->
                                    lane.send(Request.cmd(Command.UNLINK).arg(keys.worker(group, consumer.toString()))))
                            .toList();
                    return CompletableFuture.allOf(shown.toArray(CompletableFuture[]::new))
                            .thenApply(done -> Optional.of(mark));
                });
    }

    @Override
    public CompletionStage<Optional<Mark>> begin(TopicLoss seen) {
        String topic = seen.topic();
        List<String> slot = new ArrayList<>(List.of(keys.settings(topic), keys.groups(topic)));
        List<String> args = new ArrayList<>(
                List.of(seen.confirm(), seen.begun() ? seen.confirm() : "", String.valueOf(seen.partitions())));
        for (GroupLoss loss : seen.groups()) {
            slot.add(keys.members(loss.group()));
            args.add(loss.group().group());
        }
        return lane.call(new ScriptCall(Script.TOPIC_REMOVE, slot, args))
                .thenApply(reply -> Replies.code(Script.TOPIC_REMOVE, reply) == Code.TAKEN
                        ? Optional.of(new Mark(topic, Optional.empty(), Replies.text(reply, 1), seen.partitions()))
                        : Optional.empty());
    }

    @Override
    public CompletionStage<Boolean> stands(Mark mark) {
        return lane.send(Request.cmd(Command.HGET)
                        .arg(keys.settings(mark.topic()))
                        .arg(RemovalText.field(mark)))
                .thenApply(stored -> stored != null && stored.toString().equals(mark.text()));
    }

    @Override
    public CompletionStage<Boolean> clear(GroupId group, int from, int to) {
        AtomicBoolean all = new AtomicBoolean(true);
        return Pages.each(from, to, partition -> clearPartition(group, partition, ATTEMPTS)
                        .thenAccept(cleared -> all.compareAndSet(true, cleared)))
                .thenApply(done -> all.get());
    }

    private CompletionStage<Boolean> clearPartition(GroupId group, int partition, int attempts) {
        if (attempts == 0) {
            throw new StoreRefusedException("Partition " + partition + " of " + group + " does not come to rest", null);
        }
        String lease = keys.lease(group, partition);
        String stream = keys.stream(group.topic(), partition);
        return lane.send(Request.cmd(Command.HGET).arg(lease).arg("gate")).thenCompose(found -> {
            String gate = found == null ? "" : found.toString();
            List<String> slot = List.of(
                    stream,
                    lease,
                    keys.attempts(group, partition),
                    keys.outbox(group, partition),
                    keys.replayed(stream),
                    keys.gate(group, partition, gate));
            return lane.call(ScriptCall.of(Script.GROUP_CLEAR, slot, group.group(), gate))
                    .thenCompose(reply -> switch (Replies.code(Script.GROUP_CLEAR, reply)) {
                        case HELD -> CompletableFuture.completedStage(false);
                        case STALE ->
                            new Outbox(lane, keys.outbox(group, partition), keys.deadLetter(), maxDeadLetters)
                                    .forward()
                                    .thenCompose(done -> clearPartition(group, partition, attempts - 1));
                        default -> CompletableFuture.completedStage(true);
                    });
        });
    }

    @Override
    public CompletionStage<Void> clear(String topic, int from, int to) {
        return Pages.each(from, to, partition -> {
            Request unlink = Request.cmd(Command.UNLINK);
            keys.allOfPartition(topic, partition).forEach(unlink::arg);
            return lane.send(unlink);
        });
    }

    @Override
    public CompletionStage<Boolean> end(Mark mark) {
        return mark.group().isPresent()
                ? end(
                        mark,
                        keys.allOfGroup(new GroupId(mark.topic(), mark.group().get())))
                : endTopic(mark);
    }

    /** The name first: as long as the mark stands, nobody gives the topic its name again. */
    private CompletionStage<Boolean> endTopic(Mark mark) {
        String topic = mark.topic();
        return lane.send(Request.cmd(Command.SREM).arg(keys.topics()).arg(topic))
                .thenCompose(done -> end(mark, List.of(keys.groups(topic), keys.settings(topic))));
    }

    private CompletionStage<Boolean> end(Mark mark, List<String> left) {
        List<String> slot = new ArrayList<>(List.of(keys.settings(mark.topic())));
        slot.addAll(left);
        return lane.call(ScriptCall.of(Script.REMOVAL_END, slot, RemovalText.field(mark), mark.text()))
                .thenApply(reply -> Replies.code(Script.REMOVAL_END, reply) == Code.TAKEN);
    }

    private CompletionStage<Long> sum(int from, int to, IntFunction<Request> ask) {
        AtomicLong sum = new AtomicLong();
        return Pages.each(from, to, partition -> lane.send(ask.apply(partition))
                        .thenAccept(count -> sum.addAndGet(count.toLong())))
                .thenApply(done -> sum.get());
    }
}
