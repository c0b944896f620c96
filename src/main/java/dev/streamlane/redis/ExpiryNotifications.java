package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Asks Redis to tell when locks expire, where {@code streamlane.streams.enable-notifications} wants that. */
@Singleton
final class ExpiryNotifications {
    private static final Logger LOG = Logger.getLogger(ExpiryNotifications.class);
    private static final String PARAMETER = "notify-keyspace-events";

    private final RedisLanes lanes;
    private final boolean wanted;
    private final AtomicBoolean refused = new AtomicBoolean();

    @Inject
    ExpiryNotifications(RedisLanes lanes, StreamlaneConfig config) {
        this(lanes, config.streams().enableNotifications());
    }

    ExpiryNotifications(RedisLanes lanes, boolean wanted) {
        this.lanes = lanes;
        this.wanted = wanted;
    }

    /**
     * Asks this server, which keeps what else it tells. A refusal is logged, once.
     *
     * @return completes when Redis has answered, and never fails
     */
    CompletionStage<Void> ask() {
        if (!wanted) {
            return CompletableFuture.completedStage(null);
        }
        // A lane of its own, which is not lost over what others send to a server that has just come back.
        RedisLane lane = lanes.open();
        return merge(lane).handle((done, failure) -> {
            lanes.close(lane);
            conclude(failure);
            return null;
        });
    }

    private static CompletionStage<Void> merge(RedisLane lane) {
        return lane.send(Request.cmd(Command.CONFIG).arg("GET").arg(PARAMETER))
                .thenCompose(reply -> merge(lane, reply.get(PARAMETER)));
    }

    private static CompletionStage<Void> merge(RedisLane lane, Response value) {
        if (value == null) {
            throw new StoreUnavailableException("Redis does not tell " + PARAMETER, null);
        }
        String present = value.toString();
        String merged = KeyspaceFlags.withExpired(present);
        if (merged.equals(present)) {
            return CompletableFuture.completedStage(null);
        }
        return lane.send(Request.cmd(Command.CONFIG).arg("SET").arg(PARAMETER).arg(merged))
                .thenAccept(ok -> LOG.infof(
                        "Redis tells from now on when locks expire: %s was \"%s\" and is now \"%s\"."
                                + " A replica of redis-stream-client-go that starts later needs its override",
                        PARAMETER, present, merged));
    }

    private void conclude(Throwable failure) {
        if (failure == null) {
            refused.set(false);
        } else if (refused.compareAndSet(false, true)) {
            LOG.warnf(
                    "Redis could not be asked to tell when locks expire: %s. Unless its %s has K and x all the same, streams"
                            + " of dead replicas are claimed without that hint, within the same bound",
                    Replies.unwrap(failure).getMessage(), PARAMETER);
        }
    }
}
