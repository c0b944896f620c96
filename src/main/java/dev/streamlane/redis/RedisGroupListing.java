package dev.streamlane.redis;

import static java.util.stream.Collectors.toCollection;

import dev.streamlane.group.GroupListing;
import dev.streamlane.group.GroupView;
import dev.streamlane.group.GroupView.Member;
import dev.streamlane.group.GroupView.Reset;
import dev.streamlane.group.JobTrace;
import dev.streamlane.group.JobTrace.Pending;
import dev.streamlane.group.PartitionView;
import dev.streamlane.partition.GroupId;
import dev.streamlane.streams.EntryId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Looks at groups: the whole in the topic's slot, each partition in its own. */
@Singleton
final class RedisGroupListing implements GroupListing {
    /** How many dead letters, and bytes of them, are seen in one step, and in how many steps. */
    private static final int LETTERS = 100;

    private static final int LETTER_BYTES = 256 * 1024;
    private static final int STEPS = 10;

    private final RedisLane lane;
    private final RedisKeys keys;

    RedisGroupListing(RedisLanes lanes, RedisKeys keys) {
        this.lane = lanes.topics();
        this.keys = keys;
    }

    @Override
    public CompletionStage<SortedSet<String>> names(String topic) {
        return lane.send(Request.cmd(Command.SMEMBERS).arg(keys.groups(topic)))
                .thenApply(names -> names.stream().map(Response::toString).collect(toCollection(TreeSet::new)));
    }

    @Override
    public CompletionStage<Optional<GroupView>> find(GroupId group) {
        String topic = group.topic();
        return lane.call(ScriptCall.of(
                        Script.GROUP_LOOK,
                        List.of(
                                keys.group(group),
                                keys.groups(topic),
                                keys.members(group),
                                keys.target(group),
                                keys.settings(topic)),
                        group.group()))
                .thenCompose(reply -> Replies.code(Script.GROUP_LOOK, reply) == Code.GONE
                                || reply.get(1).get(0) == null
                        ? CompletableFuture.completedStage(Optional.empty())
                        : members(group, reply.get(5))
                                .thenCombine(
                                        reset(group, reply),
                                        (members, reset) -> Optional.of(view(group, reply, members, reset))));
    }

    @Override
    public CompletionStage<List<PartitionView>> partitions(GroupId group, int from, int to) {
        return all(IntStream.range(from, to)
                .mapToObj(partition -> lane.call(Figures.look(keys, group, partition))
                        .thenApply(reply -> Figures.view(partition, reply)))
                .toList());
    }

    @Override
    public CompletionStage<List<Long>> lengths(String topic, int from, int to) {
        return all(IntStream.range(from, to)
                .mapToObj(partition -> lane.send(Request.cmd(Command.XLEN).arg(keys.stream(topic, partition)))
                        .thenApply(Response::toLong))
                .toList());
    }

    @Override
    public CompletionStage<JobTrace> trace(GroupId group, int partition, String entryId) {
        return lane.call(ScriptCall.of(
                        Script.JOB_LOOK,
                        List.of(
                                keys.stream(group.topic(), partition),
                                keys.lease(group, partition),
                                keys.attempts(group, partition),
                                keys.outbox(group, partition)),
                        group.group(),
                        entryId))
                .thenApply(RedisGroupListing::trace);
    }

    @Override
    public CompletionStage<DeadLook> lookAmongDead(GroupId group, int partition, String entryId) {
        // A letter is younger than its job.
        return lookAmongDead(group, partition, entryId, entryId.substring(0, entryId.indexOf('-')), STEPS);
    }

    private CompletionStage<DeadLook> lookAmongDead(
            GroupId group, int partition, String entryId, String from, int steps) {
        return lane.call(ScriptCall.of(
                        Script.JOB_DEAD,
                        List.of(keys.deadLetter()),
                        group.group(),
                        keys.stream(group.topic(), partition),
                        entryId,
                        from,
                        String.valueOf(LETTERS),
                        String.valueOf(LETTER_BYTES)))
                .thenCompose(reply -> {
                    String next = Replies.text(reply, 1);
                    if (Replies.number(reply, 0) == 1) {
                        return CompletableFuture.completedStage(DeadLook.FOUND);
                    }
                    if (next == null) {
                        return CompletableFuture.completedStage(DeadLook.NOT_THERE);
                    }
                    return steps > 1
                            ? lookAmongDead(group, partition, entryId, next, steps - 1)
                            : CompletableFuture.completedStage(DeadLook.NOT_FOUND);
                });
    }

    private CompletionStage<List<Member>> members(GroupId group, Response flat) {
        return all(IntStream.range(0, flat.size() / 2)
                .mapToObj(i -> member(group, Replies.text(flat, 2 * i), Replies.number(flat, 2 * i + 1)))
                .toList());
    }

    private CompletionStage<Optional<Reset>> reset(GroupId group, Response reply) {
        long number = GroupState.reset(reply.get(2));
        if (number == 0) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        int partitions = SettingsText.parse(reply.get(1)).partitions();
        AtomicInteger done = new AtomicInteger();
        return Pages.each(0, partitions, partition -> lane.send(Request.cmd(Command.HGET)
                                .arg(keys.lease(group, partition))
                                .arg("reset"))
                        .thenAccept(seen -> done.addAndGet(seen != null && seen.toLong() >= number ? 1 : 0)))
                .thenApply(seen -> Optional.of(new Reset(number, Replies.text(reply.get(2), 3), done.get())));
    }

    /** What it shows to people is in a slot of its own. */
    private CompletableFuture<Member> member(GroupId group, String consumer, long millis) {
        return lane.send(Request.cmd(Command.GET).arg(keys.worker(group, consumer)))
                .thenApply(shown -> new Member(consumer, Duration.ofMillis(millis), WorkerText.parse(shown)));
    }

    private static GroupView view(GroupId group, Response reply, List<Member> members, Optional<Reset> reset) {
        return new GroupView(
                group,
                SettingsText.parse(reply.get(1)),
                PauseText.parse(reply.get(2)).paused(),
                Replies.text(reply, 3),
                AssignmentText.parse(Replies.text(reply, 4)),
                members.stream()
                        .sorted((a, b) -> a.consumer().compareTo(b.consumer()))
                        .toList(),
                reset);
    }

    private static JobTrace trace(Response reply) {
        String used = Replies.text(reply, 3);
        Optional<Pending> pending = Optional.ofNullable(reply.get(2))
                .map(idle -> new Pending(
                        Duration.ofMillis(idle.toLong()),
                        used == null ? 0 : Integer.parseInt(used.replace("*", "")),
                        Replies.number(reply, 4) == 1));
        return new JobTrace(
                Replies.number(reply, 0) == 1,
                Optional.ofNullable(Replies.text(reply, 1)).map(EntryId::parse),
                pending,
                Replies.number(reply, 5) == 1);
    }

    private static <T> CompletionStage<List<T>> all(List<CompletableFuture<T>> stages) {
        return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new))
                .thenApply(done -> stages.stream().map(CompletableFuture::join).toList());
    }
}
