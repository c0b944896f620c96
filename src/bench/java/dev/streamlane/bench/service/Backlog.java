package dev.streamlane.bench.service;

import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What the group has not finished of a topic, as Redis tells it. */
public final class Backlog {
    private static final String GROUP = "streamlane";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(5);

    private final RedisClient redis;
    private final Kind kind;
    private final List<String> streams;

    public Backlog(RedisClient redis, Kind kind, int partitions) {
        this.redis = redis;
        this.kind = kind;
        this.streams = IntStream.range(0, partitions)
                .mapToObj(partition -> "redisaq:" + kind.topic() + ":" + partition)
                .toList();
    }

    /** How many entries are undelivered or not acknowledged. */
    public long unfinished() {
        return streams.stream().mapToLong(this::unfinished).sum();
    }

    /** Waits until all are acknowledged, and tells when that was seen, in nanoseconds of the monotonic clock. */
    public long awaitNone() {
        await("all jobs are acknowledged")
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> unfinished() == 0);
        return System.nanoTime();
    }

    /** Removes what is finished, so that every run begins with empty streams. */
    public void clear() {
        streams.forEach(stream -> redis.call("XTRIM", stream, "MAXLEN", "0"));
    }

    /** Adds a consumer group that reads nothing, from the first entry on. */
    public void addGroup(String name) {
        redis.call("SADD", "redisaq:{" + kind.topic() + "}:groups", name);
        streams.forEach(stream -> redis.call("XGROUP", "CREATE", stream, name, "0"));
    }

    private long unfinished(String stream) {
        for (Object row : (List<?>) redis.call("XINFO", "GROUPS", stream)) {
            List<?> group = (List<?>) row;
            if (field(group, "name").equals(GROUP)) {
                return (Long) field(group, "pending") + (Long) field(group, "lag");
            }
        }
        throw new IllegalStateException("group " + GROUP + " is not on " + stream);
    }

    private static Object field(List<?> group, String name) {
        return group.get(group.indexOf(name) + 1);
    }
}
