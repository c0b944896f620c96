package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.deadletter.DeadLetter;
import dev.streamlane.deadletter.DeadLetter.Field;
import dev.streamlane.deadletter.DeadLetterStore;
import dev.streamlane.deadletter.Order;
import dev.streamlane.deadletter.Span;
import dev.streamlane.redis.Writes.Written;
import dev.streamlane.streams.EntryId;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
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

/** The stream of all dead letters, and the way back from it. Its large replies have a lane of their own. */
@Singleton
final class RedisDeadLetters implements DeadLetterStore {
    /** Marks are for calls that are made again after a failure, and for lines that stand there twice. */
    private static final int MARKS = 1000;

    private static final int SECONDS_OF_MARKS = 24 * 60 * 60;

    /** A full partition is trimmed by more than the one job that asked. */
    private static final int SPARE_DIVISOR = 20;

    private static final long MAX_SPARE = 1000;

    private final RedisLane lane;
    private final RedisKeys keys;
    private final Writes writes;
    private final Trimming trimming;
    private final long maxAssignments;

    @Inject
    RedisDeadLetters(RedisLanes lanes, RedisKeys keys, Writes writes, Trimming trimming, StreamlaneConfig config) {
        this(lanes, keys, writes, trimming, config.streams().maxLength());
    }

    RedisDeadLetters(RedisLanes lanes, RedisKeys keys, Writes writes, Trimming trimming, long maxAssignments) {
        this.lane = lanes.open();
        this.keys = keys;
        this.writes = writes;
        this.trimming = trimming;
        this.maxAssignments = maxAssignments;
    }

    @Override
    public CompletionStage<Long> length() {
        return lane.send(Request.cmd(Command.XLEN).arg(keys.deadLetter())).thenApply(Response::toLong);
    }

    @Override
    public CompletionStage<List<DeadLetter>> read(Span span, Order order, int count) {
        if (span.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        String first = span.after().map(id -> "(" + id).orElse("-");
        String last = span.before().map(id -> "(" + id).orElse("+");
        Request read = order == Order.OLDEST_FIRST
                ? Request.cmd(Command.XRANGE).arg(keys.deadLetter()).arg(first).arg(last)
                : Request.cmd(Command.XREVRANGE)
                        .arg(keys.deadLetter())
                        .arg(last)
                        .arg(first);
        return lane.send(read.arg("COUNT").arg(count))
                .thenApply(letters -> letters.stream().map(this::letter).toList());
    }

    @Override
    public CompletionStage<Optional<DeadLetter>> find(EntryId id) {
        return lane.send(Request.cmd(Command.XRANGE)
                        .arg(keys.deadLetter())
                        .arg(id.toString())
                        .arg(id.toString()))
                .thenApply(letters -> letters.stream().map(this::letter).findFirst());
    }

    @Override
    public CompletionStage<Long> remove(List<String> ids) {
        if (ids.isEmpty()) {
            return CompletableFuture.completedStage(0L);
        }
        Request remove = Request.cmd(Command.XDEL).arg(keys.deadLetter());
        ids.forEach(remove::arg);
        return lane.send(remove).thenApply(Response::toLong);
    }

    @Override
    public CompletionStage<Boolean> hasGroup(String topic, String group) {
        return lane.send(Request.cmd(Command.SISMEMBER).arg(keys.groups(topic)).arg(group))
                .thenApply(Response::toBoolean);
    }

    @Override
    public CompletionStage<Returned> toTopic(
            String topic, int partition, TopicSettings settings, List<Field> job, String mark) {
        long limit = settings.maxLength();
        List<String> args = head(limit, SettingsText.of(settings.overflow()), mark, "enqueued_at");
        ScriptCall call = replay(keys.stream(topic, partition), args, job);
        return write(partition, call, limit).thenCompose(returned -> {
            if (!(returned instanceof Returned.Full) || settings.overflow() == Overflow.TRIM) {
                return CompletableFuture.completedStage(returned);
            }
            long spare = Math.max(1, Math.min(limit / SPARE_DIVISOR, MAX_SPARE));
            return trimming.trim(topic, partition, Math.max(1, limit - spare))
                    .thenCompose(trimmed -> trimmed.length() >= limit
                            ? CompletableFuture.completedStage(
                                    new Returned.Full(trimmed.length(), limit, Optional.ofNullable(trimmed.keeper())))
                            : write(partition, call, limit));
        });
    }

    @Override
    public CompletionStage<Returned> toService(String service, List<Field> assignment, String mark) {
        List<String> args = head(maxAssignments, "", mark, "");
        return write(0, replay(keys.input(service), args, assignment), maxAssignments);
    }

    private CompletionStage<Returned> write(int place, ScriptCall call, long limit) {
        return writes.finish(place, call).thenApply(written -> switch (Replies.code(Script.REPLAY, written.reply())) {
            case FULL -> new Returned.Full(Replies.number(written.reply(), 1), limit, Optional.empty());
            case GONE -> confirmed(written, new Returned.Already());
            default -> confirmed(written, new Returned.Written(Replies.text(written.reply(), 1)));
        });
    }

    private static Returned confirmed(Written written, Returned returned) {
        return written.confirmed() ? returned : new Returned.Unconfirmed(written.replicas());
    }

    private ScriptCall replay(String stream, List<String> args, List<Field> entry) {
        for (Field field : entry) {
            args.add(field.name());
            args.add(field.value());
        }
        return new ScriptCall(Script.REPLAY, List.of(stream, keys.replayed(stream)), args);
    }

    private static List<String> head(long limit, String overflow, String mark, String time) {
        return new ArrayList<>(List.of(
                String.valueOf(limit), overflow, mark, String.valueOf(MARKS), String.valueOf(SECONDS_OF_MARKS), time));
    }

    private DeadLetter letter(Response entry) {
        Response flat = entry.get(1);
        List<Field> fields = new ArrayList<>(flat.size() / 2);
        for (int i = 0; i < flat.size(); i += 2) {
            fields.add(new Field(flat.get(i).toString(), flat.get(i + 1).toString()));
        }
        return DeadLetter.of(entry.get(0).toString(), fields, keys::origin);
    }
}
