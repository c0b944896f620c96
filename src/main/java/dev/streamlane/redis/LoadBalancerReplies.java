package dev.streamlane.redis;

import dev.streamlane.streams.LoadBalancer.Beat;
import dev.streamlane.streams.LoadBalancer.Claim;
import dev.streamlane.streams.LoadBalancer.Ending;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.Owner;
import dev.streamlane.streams.LoadBalancer.Pending;
import dev.streamlane.streams.LoadBalancer.Taken;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the scripts of Load Balancer Streams reply. */
final class LoadBalancerReplies {
    private static final int BEAT_HEAD = 4;
    private static final int OWNER_FIELDS = 3;
    private static final int TAKE_HEAD = 2;
    private static final int TAKEN_FIELDS = 3;
    private static final int PENDING_FIELDS = 4;
    private static final int READ_FIELDS = 2;

    private LoadBalancerReplies() {}

    static Beat beat(Response reply) {
        if (Replies.code(Script.STREAM_BEAT, reply) == Code.SUPERSEDED) {
            return new Beat.Superseded();
        }
        List<Owner> owners = new ArrayList<>();
        for (int i = BEAT_HEAD; i < reply.size(); i += OWNER_FIELDS) {
            Owner.Kind kind = Owner.Kind.valueOf(Replies.text(reply, i + 1));
            owners.add(new Owner(Replies.text(reply, i), kind, Replies.number(reply, i + 2)));
        }
        Optional<Duration> nextDeadline =
                Optional.ofNullable(reply.get(3)).map(millis -> Duration.ofMillis(millis.toLong()));
        return new Beat.Registered(owners, Replies.number(reply, 1), (int) Replies.number(reply, 2), nextDeadline);
    }

    static Taken taken(Response reply) {
        return switch (Replies.code(Script.STREAM_TAKE, reply)) {
            case REFUSED -> new Taken.Unregistered();
            case WAIT -> new Taken.Wait((int) Replies.number(reply, 1));
            default -> {
                List<Entry> entries = new ArrayList<>();
                for (int i = TAKE_HEAD; i < reply.size(); i += TAKEN_FIELDS) {
                    entries.add(entry(Replies.text(reply, i), reply, i + 1));
                }
                yield new Taken.Entries(entries, Replies.text(reply, 1));
            }
        };
    }

    static List<Pending> pending(Response reply) {
        List<Pending> pending = new ArrayList<>(reply.size() / PENDING_FIELDS);
        for (int i = 0; i < reply.size(); i += PENDING_FIELDS) {
            Duration idle = Duration.ofMillis(Replies.number(reply, i + 1));
            int failures = (int) Replies.number(reply, i + 2);
            pending.add(new Pending(Replies.text(reply, i), idle, failures, Replies.number(reply, i + 3)));
        }
        return pending;
    }

    /** The first of the entries that were asked for. */
    static List<Entry> read(List<String> entryIds, Response reply) {
        List<Entry> entries = new ArrayList<>(entryIds.size());
        for (int i = 0; i < reply.size(); i += READ_FIELDS) {
            entries.add(entry(entryIds.get(i / READ_FIELDS), reply, i));
        }
        return entries;
    }

    static Claim claim(String entryId, String name, Response reply) {
        return switch (Replies.code(Script.STREAM_CLAIM, reply)) {
            case REFUSED -> new Claim.Gone();
            case DUPLICATE -> new Claim.Duplicate(Replies.text(reply, 1));
            default ->
                new Claim.Granted(
                        new Hold(entryId, name, Replies.number(reply, 1)),
                        (int) Replies.number(reply, 2),
                        Optional.ofNullable(Replies.text(reply, 3)),
                        Optional.ofNullable(Replies.text(reply, 4)));
        };
    }

    static Ending ending(Code code) {
        return switch (code) {
            case TAKEN -> Ending.WRITTEN;
            case GONE -> Ending.GONE;
            default -> Ending.LOST;
        };
    }

    private static Entry entry(String id, Response reply, int text) {
        return new Entry(id, Replies.text(reply, text), (int) Replies.number(reply, text + 1));
    }
}
