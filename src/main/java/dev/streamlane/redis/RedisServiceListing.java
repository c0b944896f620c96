package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.ServiceListing;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads pages of Load Balancer Streams. */
@Singleton
final class RedisServiceListing implements ServiceListing {
    /** A page with more in its assignments has no further entries: it is read on an I/O thread. */
    static final int PAGE_BYTES = 256 * 1024;

    /** How many values the script gives of the whole, and of each entry. */
    private static final int HEADER = 6;

    private static final int ROW = 10;

    private final RedisLane lane;
    private final RedisKeys keys;
    private final int maxInfo;

    @Inject
    RedisServiceListing(RedisLanes lanes, RedisKeys keys, StreamlaneConfig config) {
        this(lanes, keys, config.streams().maxInfo());
    }

    RedisServiceListing(RedisLanes lanes, RedisKeys keys, int maxInfo) {
        this.lane = lanes.topics();
        this.keys = keys;
        this.maxInfo = maxInfo;
    }

    @Override
    public CompletionStage<Optional<Page>> page(String service, String after, int count) {
        return lane.call(ScriptCall.of(
                        Script.STREAM_LIST,
                        List.of(keys.input(service), keys.states(service), keys.replicas(service)),
                        keys.inputGroup(service),
                        LoadBalancer.NOBODY,
                        after,
                        String.valueOf(count),
                        String.valueOf(maxInfo),
                        String.valueOf(PAGE_BYTES)))
                .thenApply(reply -> reply.size() == 0 ? Optional.empty() : Optional.of(page(reply)));
    }

    private static Page page(Response reply) {
        long now = Replies.number(reply, 4);
        List<Row> rows = new ArrayList<>();
        for (int i = HEADER; i < reply.size(); i += ROW) {
            Entry entry =
                    new Entry(Replies.text(reply, i), Replies.text(reply, i + 1), (int) Replies.number(reply, i + 2));
            rows.add(new Row(entry, owner(reply, i + 3, now), note(reply, i + 5)));
        }
        return new Page(
                Replies.number(reply, 0),
                Replies.number(reply, 1),
                Replies.number(reply, 2),
                Replies.text(reply, 3),
                rows,
                Replies.number(reply, 5) == 1);
    }

    private static Optional<Owner> owner(Response reply, int index, long now) {
        String consumer = Replies.text(reply, index);
        return consumer == null
                ? Optional.empty()
                : Optional.of(new Owner(consumer, Instant.ofEpochMilli(now - Replies.number(reply, index + 1))));
    }

    private static Optional<Note> note(Response reply, int index) {
        if (reply.get(index) == null) {
            return Optional.empty();
        }
        return Optional.of(new Note(
                Replies.number(reply, index),
                Optional.ofNullable(reply.get(index + 1)).map(since -> Instant.ofEpochMilli(since.toLong())),
                (int) Replies.number(reply, index + 2),
                Optional.ofNullable(Replies.text(reply, index + 3)),
                Optional.ofNullable(Replies.text(reply, index + 4))));
    }
}
