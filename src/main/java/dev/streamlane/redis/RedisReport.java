package dev.streamlane.redis;

import io.quarkus.runtime.StartupEvent;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Logs at the start how safe jobs are with this Redis, as far as it tells; nothing waits for that. */
@Singleton
final class RedisReport {
    private static final Logger LOG = Logger.getLogger(RedisReport.class);

    private final RedisLane lane;

    RedisReport(RedisLanes lanes) {
        this.lane = lanes.topics();
    }

    void onStart(@Observes StartupEvent event) {
        read().whenComplete((facts, failure) -> {
            if (failure != null) {
                LOG.infof(
                        "Redis' persistence and eviction policy could not be read: %s",
                        Replies.unwrap(failure).getMessage());
                return;
            }
            LOG.info(facts.summary());
            facts.warning().ifPresent(LOG::warn);
        });
    }

    CompletionStage<RedisFacts> read() {
        // Managed services allow INFO, but often not CONFIG.
        CompletionStage<String> save = lane.send(
                        Request.cmd(Command.CONFIG).arg("GET").arg("save"))
                .handle((reply, forbidden) -> forbidden == null ? value(reply) : null);
        return lane.send(Request.cmd(Command.INFO))
                .thenCombine(save, (info, snapshots) -> RedisFacts.of(info.toString(), snapshots));
    }

    /** The value of the only parameter in the reply, a map or, by the older protocol, a list. */
    private static String value(Response reply) {
        if (reply.size() == 0) {
            return null;
        }
        Response value = reply.getKeys().isEmpty() ? reply.get(1) : reply.get("save");
        return value == null ? null : value.toString();
    }
}
