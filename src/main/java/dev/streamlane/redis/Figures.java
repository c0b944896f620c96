package dev.streamlane.redis;

import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Pause;
import dev.streamlane.group.PartitionView;
import dev.streamlane.partition.GroupId;
import dev.streamlane.producer.Backlogs.Backlog;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a group has not finished of a partition, as one script counts it for whoever renews and whoever looks. */
final class Figures {
    private Figures() {}

    static ScriptCall look(RedisKeys keys, GroupId group, int partition) {
        return ScriptCall.of(Script.RENEW, slot(keys, group, partition), group.group());
    }

    static ScriptCall renew(
            RedisKeys keys, GroupId group, int partition, String incarnation, long epoch, Duration ttl) {
        return ScriptCall.of(
                Script.RENEW,
                slot(keys, group, partition),
                group.group(),
                incarnation,
                String.valueOf(epoch),
                String.valueOf(ttl.toMillis()));
    }

    static Renewal renewal(Response reply) {
        if (Replies.code(Script.RENEW, reply) == Code.LOST) {
            return Renewal.LOST;
        }
        return new Renewal(
                Renewal.Status.RENEWED,
                Replies.number(reply, 1),
                Replies.number(reply, 2),
                Replies.number(reply, 3),
                oldest(reply),
                new Pause(Replies.number(reply, 5) == 1, Replies.number(reply, 6)));
    }

    static PartitionView view(int partition, Response reply) {
        return new PartitionView(
                partition,
                Replies.number(reply, 2),
                Replies.number(reply, 3),
                Replies.number(reply, 1),
                oldest(reply),
                Optional.ofNullable(Replies.text(reply, 7))
                        .map(owner -> new PartitionView.Owner(
                                owner, Replies.number(reply, 8), Duration.ofMillis(Replies.number(reply, 9)))));
    }

    /** A group's backlog together with that of one more partition. */
    static Backlog plus(Backlog sum, Response reply) {
        long read = Replies.number(reply, 10);
        long finished = sum.finished() < 0 || read < 0 ? -1 : sum.finished() + read - Replies.number(reply, 1);
        return new Backlog(sum.group(), sum.jobs() + Replies.number(reply, 3), finished);
    }

    private static List<String> slot(RedisKeys keys, GroupId group, int partition) {
        return List.of(keys.stream(group.topic(), partition), keys.lease(group, partition));
    }

    private static Duration oldest(Response reply) {
        return Duration.ofMillis(Replies.number(reply, 4));
    }
}
