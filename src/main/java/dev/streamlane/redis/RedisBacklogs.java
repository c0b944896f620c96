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
import java.util.stream.IntStream;

/** Backlogs, counted as for everybody who looks at a group. */
@Singleton
final class RedisBacklogs implements Backlogs {
    /** How many partitions are looked at at once: their answers share a connection with everything else about topics. */
    private static final int PAGE = 256;

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
            CompletionStage<List<Backlog>> looks = CompletableFuture.completedStage(List.of());
            for (Response group : groups) {
                looks = looks.thenCombine(look(new GroupId(topic, group.toString()), partitions), RedisBacklogs::with);
            }
            return looks;
        });
    }

    private CompletionStage<Backlog> look(GroupId group, int partitions) {
        return look(group, partitions, 0, new Backlog(group.group(), 0, 0));
    }

    private CompletionStage<Backlog> look(GroupId group, int partitions, int from, Backlog sum) {
        if (from >= partitions) {
            return CompletableFuture.completedStage(sum);
        }
        List<CompletableFuture<Response>> page = IntStream.range(from, Math.min(partitions, from + PAGE))
                .mapToObj(partition -> lane.call(Figures.look(keys, group, partition)))
                .toList();
        return CompletableFuture.allOf(page.toArray(CompletableFuture[]::new))
                .thenCompose(done -> look(
                        group,
                        partitions,
                        from + PAGE,
                        page.stream().map(CompletableFuture::join).reduce(sum, Figures::plus, (one, none) -> one)));
    }

    private static List<Backlog> with(List<Backlog> some, Backlog another) {
        List<Backlog> all = new ArrayList<>(some);
        all.add(another);
        return all;
    }
}
