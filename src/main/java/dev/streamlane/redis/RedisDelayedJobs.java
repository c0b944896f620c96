package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.producer.DelayLog;
import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.redis.Slices.Part;
import dev.streamlane.redis.Writes.Written;
import dev.streamlane.schedule.DelayedJobs;
import dev.streamlane.schedule.Place;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.Retention.Room;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Delayed jobs, in the slot of their partition. */
@Singleton
final class RedisDelayedJobs implements DelayLog, DelayedJobs {
    /** One call holds Redis up for about a millisecond. */
    private static final int MOST = 100;

    private static final int MOST_BYTES = 1 << 20;

    /** How many values the script gives of the partition, and of each job that it moved. */
    private static final int HEADER = 4;

    private static final int ROW = 3;

    private final RedisLane lane;
    private final Writes writes;
    private final RedisKeys keys;
    private final DueRoom dueRoom;
    private final long limit;

    @Inject
    RedisDelayedJobs(RedisLanes lanes, Writes writes, RedisKeys keys, DueRoom dueRoom, StreamlaneConfig config) {
        this(lanes, writes, keys, dueRoom, config.delayed().maxJobs());
    }

    RedisDelayedJobs(RedisLanes lanes, Writes writes, RedisKeys keys, DueRoom dueRoom, long limit) {
        this.lane = lanes.open();
        this.writes = writes;
        this.keys = keys;
        this.dueRoom = dueRoom;
        this.limit = limit;
    }

    @Override
    public CompletionStage<Appended> keep(String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        Place place = new Place(topic, partition);
        List<Part> slices = Slices.ofDelayed(jobs(place), topic, partition, limit, keys.dueWake(), entries);
        long size =
                entries.stream().mapToLong(entry -> entry.payload().length()).sum();
        return writes.bounded(
                size,
                () -> writes.all(partition, slices, RedisDelayedJobs::noIds, written -> {
                    Response first = written.get(0).reply();
                    return Replies.code(Script.DELAY, first) == Code.FULL
                            ? CompletableFuture.completedStage(new Appended.Full(Replies.number(first, 1), null))
                            : kept(place, settings, written);
                }));
    }

    private static List<String> noIds(Written written) {
        return Collections.nCopies(dues(written).length, null);
    }

    private static String[] dues(Written written) {
        return Replies.text(written.reply(), 2).split(" ");
    }

    private CompletionStage<Appended> kept(Place place, TopicSettings settings, List<Written> written) {
        Written last = written.get(written.size() - 1);
        if (!last.confirmed()) {
            return CompletableFuture.completedStage(new Appended.Unconfirmed(List.of(), last.replicas()));
        }
        long now = Long.parseLong(Replies.text(last.reply(), 1));
        List<Instant> runAts = written.stream()
                .flatMap(slice -> Stream.of(dues(slice)))
                .map(due -> Instant.ofEpochMilli(Long.parseLong(due)))
                .toList();
        if (runAts.stream().allMatch(runAt -> runAt.toEpochMilli() > now)) {
            return CompletableFuture.completedStage(new Appended.Kept(runAts, Map.of()));
        }
        return promote(place, settings)
                // They are kept: whoever looks next moves them.
                .exceptionally(failure -> new Promotion(List.of(), 0, Optional.empty(), Optional.empty(), false, 0))
                .thenApply(promotion -> new Appended.Kept(
                        runAts, promotion.moved().stream().collect(Collectors.toMap(Moved::id, Moved::entryId))));
    }

    @Override
    public CompletionStage<Room> room(String topic, int partition) {
        return lane.send(Request.cmd(Command.ZCARD).arg(keys.delayed(topic, partition)))
                .thenApply(count -> new Room(count.toLong(), Math.max(0, limit - count.toLong()), null));
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public CompletionStage<Promotion> promote(Place place, TopicSettings settings) {
        long most = dueRoom.most(settings);
        List<String> all = new ArrayList<>(jobs(place));
        all.add(keys.stream(place.topic(), place.partition()));
        all.add(keys.scheduleTicks(place));
        boolean trims = settings.overflow() == Overflow.TRIM;
        return lane.call(ScriptCall.of(
                        Script.PROMOTE,
                        all,
                        String.valueOf(MOST),
                        String.valueOf(MOST_BYTES),
                        String.valueOf(most),
                        SettingsText.of(settings.overflow())))
                .thenApply(reply -> promotion(reply, most == 0 || trims ? Long.MAX_VALUE : most));
    }

    private static Promotion promotion(Response reply, long most) {
        List<Moved> moved = new ArrayList<>();
        for (int i = HEADER; i < reply.size(); i += ROW) {
            Duration late = Duration.ofMillis(Replies.number(reply, i + 2));
            moved.add(new Moved(Replies.text(reply, i), Replies.text(reply, i + 1), late));
        }
        long length = Replies.number(reply, 3);
        return new Promotion(moved, Replies.number(reply, 0), wait(reply, 1), wait(reply, 2), length >= most, length);
    }

    private static Optional<Duration> wait(Response reply, int index) {
        long millis = Replies.number(reply, index);
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    @Override
    public CompletionStage<List<DelayedJob>> list(Place place, long afterDue, long afterAge, int most) {
        return lane.call(ScriptCall.of(
                        Script.DELAYED_LIST,
                        jobs(place).subList(0, 1),
                        String.valueOf(afterDue),
                        "%016d".formatted(afterAge),
                        String.valueOf(most)))
                .thenApply(reply -> {
                    List<DelayedJob> page = new ArrayList<>();
                    for (int i = 0; i < reply.size(); i += 2) {
                        String[] parts = Replies.text(reply, i).split(" ", 3);
                        page.add(new DelayedJob(
                                parts[1],
                                place.partition(),
                                parts[2].isEmpty() ? null : parts[2],
                                Instant.ofEpochMilli(Long.parseLong(Replies.text(reply, i + 1))),
                                Long.parseLong(parts[0])));
                    }
                    return page;
                });
    }

    @Override
    public CompletionStage<Boolean> cancel(Place place, String id) {
        return lane.call(ScriptCall.of(Script.DELAYED_CANCEL, jobs(place), id))
                .thenApply(reply -> Replies.code(Script.DELAYED_CANCEL, reply) == Code.TAKEN);
    }

    private List<String> jobs(Place place) {
        return List.of(
                keys.delayed(place.topic(), place.partition()), keys.delayedFields(place.topic(), place.partition()));
    }
}
