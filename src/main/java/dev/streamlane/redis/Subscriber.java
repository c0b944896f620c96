package dev.streamlane.redis;

import dev.streamlane.coordination.Wakeups.Subscription;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Listens by publish and subscribe, on a connection of its own. It is connected anew as long as anybody listens. A
 * connection on which nothing is heard between two pings is given up.
 */
final class Subscriber {
    private static final Logger LOG = Logger.getLogger(Subscriber.class);

    /** What messages come as, in the newer protocol and in the older one. */
    private static final Set<ResponseType> MESSAGES = EnumSet.of(ResponseType.PUSH, ResponseType.MULTI);

    private final Vertx vertx;
    private final Connector connector;
    private final long timer;
    private final Map<Source, List<Listener>> listeners = new ConcurrentHashMap<>();
    private RedisConnection connection;
    private boolean connecting;
    private boolean closed;
    private volatile boolean heard;

    Subscriber(RedisLanes lanes) {
        this.vertx = lanes.vertx();
        this.connector = lanes.connector();
        this.timer = vertx.setPeriodic(Math.max(1, lanes.settings().timeout().toMillis()), id -> ping());
    }

    /** Hears of one source. Must not block. */
    interface Listener {
        /** The source is listened to from now on; also after each loss of the connection. Something may have been missed. */
        void subscribed();

        /** Something was published. */
        void published(String text);
    }

    /** Tells {@code listener} what is published, until the returned handle is closed. */
    Subscription subscribe(Source source, Listener listener) {
        synchronized (this) {
            listeners
                    .computeIfAbsent(source, any -> new CopyOnWriteArrayList<>())
                    .add(listener);
            send(source.kind().begin(), source);
        }
        connect();
        return () -> unsubscribe(source, listener);
    }

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

    private synchronized void unsubscribe(Source source, Listener listener) {
        List<Listener> left = listeners.get(source);
        if (left != null && left.remove(listener) && left.isEmpty()) {
            listeners.remove(source);
            send(source.kind().end(), source);
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
                use(result.result());
            }
        }
        if (result.failed()) {
            connect();
        } else if (unwanted) {
            Connector.discard(vertx, result.result());
        }
    }

    private void use(RedisConnection fresh) {
        fresh.handler(this::hear);
        fresh.endHandler(end -> lose(fresh));
        fresh.exceptionHandler(failure -> lose(fresh));
        connection = fresh;
        heard = true;
        listeners.keySet().forEach(source -> send(source.kind().begin(), source));
    }

    /**
     * Sends, if connected; under the lock, so that what begins and what ends a subscription go out in the order of the
     * calls.
     */
    private void send(Command command, Source source) {
        RedisConnection target = connection;
        if (target != null) {
            target.send(Request.cmd(command).arg(source.name()))
                    .onFailure(failure -> vertx.runOnContext(unlocked -> lose(target)));
        }
    }

    void hear(Response message) {
        heard = true;
        connector.served();
        if (message == null) {
            return;
        }
        if (message.type() == ResponseType.ERROR) {
            LOG.debugf("Redis refuses a subscription: %s", message);
        } else if (MESSAGES.contains(message.type()) && message.size() >= 3) { // A pong, a mere text, has no size.
            String event = Replies.text(message, 0);
            for (Source.Kind kind : Source.Kind.values()) {
                tell(kind, event, message);
            }
        }
    }

    private void tell(Source.Kind kind, String event, Response message) {
        if (kind.published().equals(event)) {
            String text = Replies.text(message, message.size() - 1);
            listeners(kind, message).forEach(listener -> listener.published(text));
        } else if (kind.subscribed().equals(event)) {
            listeners(kind, message).forEach(Listener::subscribed);
        }
    }

    private List<Listener> listeners(Source.Kind kind, Response message) {
        return listeners.getOrDefault(new Source(kind, Replies.text(message, 1)), List.of());
    }

    /**
     * A pong may come as an answer or, if a message came in between, as a message; then the message may come as the answer.
     */
    void ping() {
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
        present.send(Request.cmd(Command.PING)).onSuccess(this::hear);
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
