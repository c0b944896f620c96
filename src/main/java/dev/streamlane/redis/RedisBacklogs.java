package dev.streamlane.redis;

import dev.streamlane.partition.GroupId;
import dev.streamlane.producer.Backlogs;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Backlogs, counted as for everybody who looks at a group; one group after another. */
@Singleton
final class RedisBacklogs implements Backlogs {
    /** No group has this name, and to one that is not there everything is still to come. */
    private static final String NOBODY = "";

    private final RedisLane lane;
    private final RedisKeys keys;

    RedisBacklogs(RedisLanes lanes, RedisKeys keys) {
        this.lane = lanes.topics();
        this.keys = keys;
    }

    @Override
    public CompletionStage<List<Backlog>> look(String topic, int partitions) {
        return lane.send(Request.cmd(Command.SMEMBERS).arg(keys.groups(topic))).thenCompose(groups -> {
            if (groups.size() == 0) {
                return look(new GroupId(topic, NOBODY), partitions)
                        .thenApply(all -> List.of(new Backlog(null, all.jobs(), -1)));
            }
            List<Backlog> seen = new ArrayList<>();
            CompletionStage<?> looks = CompletableFuture.completedStage(null);
            for (Response group : groups) {
                looks = looks.thenCompose(done -> look(new GroupId(topic, group.toString()), partitions))
                        .thenAccept(seen::add);
            }
            return looks.thenApply(done -> seen);
        });
    }

    private CompletionStage<Backlog> look(GroupId group, int partitions) {
        Response[] found = new Response[partitions];
        return Pages.each(0, partitions, partition -> lane.call(Figures.look(keys, group, partition))
                        .thenAccept(reply -> found[partition] = reply))
                .thenApply(done -> {
                    Backlog sum = new Backlog(group.group(), 0, 0);
                    for (Response reply : found) {
                        sum = Figures.plus(sum, reply);
                    }
                    return sum;
                });
    }
}
