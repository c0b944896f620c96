package dev.streamlane.redis;

import dev.streamlane.coordination.Wakeups;
import dev.streamlane.partition.GroupId;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Wake-ups by publish and subscribe, on a connection of its own. It is connected anew as long as anybody listens; each time
 * a channel is subscribed, its listeners are woken once, because something may have been missed. A connection on which
 * nothing is heard between two pings is given up.
 */
@Singleton
final class RedisWakeups implements Wakeups {
    /** What messages come as, in the newer protocol and in the older one. */
    private static final Set<ResponseType> MESSAGES = EnumSet.of(ResponseType.PUSH, ResponseType.MULTI);

    private final RedisKeys keys;
    private final Vertx vertx;
    private final Connector connector;
    private final long timer;
    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();
    private RedisConnection connection;
    private boolean connecting;
    private boolean closed;
    private volatile boolean heard;

    RedisWakeups(RedisLanes lanes, RedisKeys keys) {
        this.keys = keys;
        this.vertx = lanes.vertx();
        this.connector = lanes.connector();
        this.timer = vertx.setPeriodic(Math.max(1, lanes.settings().timeout().toMillis()), id -> ping());
    }

    @Override
    public Channel ofGroup(GroupId group) {
        return listener -> subscribe(keys.wake(group), listener);
    }

    @Override
    public Channel ofService(String service) {
        return listener -> subscribe(keys.serviceWake(service), listener);
    }

    private Subscription subscribe(String channel, Runnable listener) {
        RedisConnection present;
        synchronized (this) {
            listeners
                    .computeIfAbsent(channel, name -> new CopyOnWriteArraySet<>())
                    .add(listener);
            present = connection;
        }
        if (present == null) {
            connect();
        } else {
            subscribe(present, channel);
        }
        return () -> unsubscribe(channel, listener);
    }

    @PreDestroy
    void close() {
        vertx.cancelTimer(timer);
        RedisConnection last;
        synchronized (this) {
            closed = true;
            last = connection;
            connection = null;
        }
        if (last != null) {
            Connector.discard(vertx, last);
        }
    }

    private void unsubscribe(String channel, Runnable listener) {
        RedisConnection present;
        synchronized (this) {
            Set<Runnable> left = listeners.getOrDefault(channel, Set.of());
            left.remove(listener);
            if (!left.isEmpty()) {
                return;
            }
            listeners.remove(channel);
            present = connection;
        }
        if (present != null) {
            present.send(Request.cmd(Command.UNSUBSCRIBE).arg(channel));
        }
    }

    private void connect() {
        synchronized (this) {
            if (connecting || connection != null || closed || listeners.isEmpty()) {
                return;
            }
            connecting = true;
        }
        connector.connect(this::connected);
    }

    private void connected(AsyncResult<RedisConnection> result) {
        boolean unwanted;
        synchronized (this) {
            connecting = false;
            unwanted = closed;
            if (result.succeeded() && !closed) {
                connection = result.result();
                heard = true;
            }
        }
        if (result.failed()) {
            connect();
        } else if (unwanted) {
            Connector.discard(vertx, result.result());
        } else {
            RedisConnection fresh = result.result();
            fresh.handler(this::hear);
            fresh.endHandler(end -> lose(fresh));
            fresh.exceptionHandler(failure -> lose(fresh));
            listeners.keySet().forEach(channel -> subscribe(fresh, channel));
        }
    }

    private void subscribe(RedisConnection target, String channel) {
        target.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).onFailure(failure -> lose(target));
    }

    void hear(Response message) {
        heard = true;
        connector.served();
        // Either {"message", channel, text} or {"subscribe", channel, count}; a pong is a mere text, which has no size.
        if (message != null && MESSAGES.contains(message.type()) && message.size() == 3) {
            String kind = Replies.text(message, 0);
            if ("message".equals(kind) || "subscribe".equals(kind)) {
                listeners.getOrDefault(Replies.text(message, 1), Set.of()).forEach(Runnable::run);
            }
        }
    }

    /** A pong may come as an answer or, if a message came in between, as a message: either way something is heard. */
    private void ping() {
        RedisConnection present;
        synchronized (this) {
            present = connection;
        }
        if (present == null) {
            return;
        }
        if (!heard) {
            lose(present);
            return;
        }
        heard = false;
        present.send(Request.cmd(Command.PING)).onSuccess(pong -> heard = true);
    }

    private void lose(RedisConnection lost) {
        synchronized (this) {
            if (connection != lost) {
                return;
            }
            connection = null;
        }
        connector.failed();
        Connector.discard(vertx, lost);
        connect();
    }
}
