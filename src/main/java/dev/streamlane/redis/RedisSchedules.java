package dev.streamlane.redis;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.schedule.Missed;
import dev.streamlane.schedule.Place;
import dev.streamlane.schedule.Schedule;
import dev.streamlane.schedule.Schedules;
import dev.streamlane.schedule.TooManySchedulesException;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Schedules, in the slot of the partition of their jobs. */
@Singleton
final class RedisSchedules implements Schedules {
    /** How many values the script gives of each schedule. */
    private static final int ROW = 3;

    private final RedisLane lane;
    private final RedisKeys keys;
    private final DueRoom room;
    private final ObjectMapper mapper;
    private final int limit;

    @Inject
    RedisSchedules(RedisLanes lanes, RedisKeys keys, DueRoom room, ObjectMapper mapper, StreamlaneConfig config) {
        this(lanes, keys, room, mapper, config.schedules().maxPerPartition());
    }

    RedisSchedules(RedisLanes lanes, RedisKeys keys, DueRoom room, ObjectMapper mapper, int limit) {
        this.lane = lanes.topics();
        this.keys = keys;
        this.room = room;
        this.mapper = mapper;
        this.limit = limit;
    }

    @Override
    public CompletionStage<Optional<Instant>> put(
            Place place, String name, Schedule schedule, NewEntry job, Optional<Instant> next) {
        return lane.call(ScriptCall.of(
                        Script.SCHEDULE_PUT,
                        keysOf(place),
                        name,
                        schedule.text(),
                        JobText.of(place, job, mapper),
                        next.map(RedisSchedules::millis).orElse(""),
                        String.valueOf(limit),
                        keys.dueWake(),
                        place.topic() + " " + place.partition()))
                .thenApply(reply -> {
                    if (Replies.code(Script.SCHEDULE_PUT, reply) == Code.FULL) {
                        throw new TooManySchedulesException(place, limit);
                    }
                    return time(reply.get(1));
                });
    }

    @Override
    public CompletionStage<Optional<Stored>> find(Place place, String name) {
        CompletionStage<Response> job = lane.send(
                Request.cmd(Command.HGET).arg(keys.scheduleFields(place)).arg(name));
        CompletionStage<Response> tick = lane.send(
                Request.cmd(Command.ZSCORE).arg(keys.scheduleTicks(place)).arg(name));
        return lane.send(Request.cmd(Command.HGET).arg(keys.schedules(place)).arg(name))
                .thenCombine(
                        job,
                        (schedule, fields) -> schedule == null || fields == null
                                ? Optional.<Stored>empty()
                                : Optional.of(new Stored(
                                        name,
                                        place.partition(),
                                        Schedule.parse(schedule.toString()),
                                        Optional.empty(),
                                        JobText.parse(fields.toString(), mapper))))
                .thenCombine(
                        tick,
                        (found, next) -> found.map(stored ->
                                new Stored(name, place.partition(), stored.schedule(), time(next), stored.job())));
    }

    @Override
    public CompletionStage<List<Stored>> list(Place place) {
        CompletionStage<Response> ticks = lane.send(Request.cmd(Command.ZRANGE)
                .arg(keys.scheduleTicks(place))
                .arg("0")
                .arg("-1")
                .arg("WITHSCORES"));
        return lane.send(Request.cmd(Command.HGETALL).arg(keys.schedules(place)))
                .thenCombine(
                        ticks, (schedules, scores) -> stored(place, Replies.flat(schedules), Replies.flat(scores)));
    }

    private static List<Stored> stored(Place place, List<Response> schedules, List<Response> ticks) {
        Map<String, Instant> next = new HashMap<>();
        for (int i = 0; i < ticks.size(); i += 2) {
            next.put(
                    ticks.get(i).toString(),
                    Instant.ofEpochMilli(ticks.get(i + 1).toLong()));
        }
        List<Stored> stored = new ArrayList<>();
        for (int i = 0; i < schedules.size(); i += 2) {
            String name = schedules.get(i).toString();
            Schedule schedule = Schedule.parse(schedules.get(i + 1).toString());
            stored.add(new Stored(name, place.partition(), schedule, Optional.ofNullable(next.get(name)), null));
        }
        return stored;
    }

    @Override
    public CompletionStage<Boolean> delete(Place place, String name) {
        return lane.call(ScriptCall.of(Script.SCHEDULE_DELETE, keysOf(place), name))
                .thenApply(reply -> Replies.code(Script.SCHEDULE_DELETE, reply) == Code.TAKEN);
    }

    @Override
    public CompletionStage<Due> due(Place place, int skip, int most) {
        List<String> all = List.of(keys.schedules(place), keys.scheduleTicks(place));
        return lane.call(ScriptCall.of(Script.SCHEDULE_DUE, all, String.valueOf(skip), String.valueOf(most)))
                .thenApply(reply -> {
                    List<DueSchedule> due = new ArrayList<>();
                    for (int i = 1; i < reply.size(); i += ROW) {
                        Instant tick = Instant.ofEpochMilli(Long.parseLong(Replies.text(reply, i + 1)));
                        due.add(new DueSchedule(Replies.text(reply, i), tick, Replies.text(reply, i + 2)));
                    }
                    return new Due(Instant.ofEpochMilli(Long.parseLong(Replies.text(reply, 0))), due);
                });
    }

    @Override
    public CompletionStage<Boolean> fire(
            Place place, TopicSettings settings, DueSchedule due, Missed.Plan plan, String jobId) {
        List<String> all = new ArrayList<>(keysOf(place));
        all.add(keys.stream(place.topic(), place.partition()));
        Instant tick = plan.fired().orElse(due.tick());
        return lane.call(ScriptCall.of(
                        Script.SCHEDULE_FIRE,
                        all,
                        due.name(),
                        due.schedule(),
                        millis(due.tick()),
                        plan.fired().map(RedisSchedules::millis).orElse(""),
                        millis(plan.next()),
                        jobId,
                        BigDecimal.valueOf(tick.toEpochMilli(), 3).toPlainString(),
                        tick.toString(),
                        String.valueOf(room.most(settings)),
                        SettingsText.of(settings.overflow())))
                .thenApply(reply -> Replies.code(Script.SCHEDULE_FIRE, reply) != Code.FULL);
    }

    private List<String> keysOf(Place place) {
        return List.of(keys.schedules(place), keys.scheduleFields(place), keys.scheduleTicks(place));
    }

    private static String millis(Instant time) {
        return String.valueOf(time.toEpochMilli());
    }

    private static Optional<Instant> time(Response millis) {
        return millis == null || millis.toString().isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(millis.toLong()));
    }
}
