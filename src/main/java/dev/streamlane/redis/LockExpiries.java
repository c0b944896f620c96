package dev.streamlane.redis;

import dev.streamlane.coordination.Wakeups.Subscription;
import dev.streamlane.streams.LoadBalancer.LockKey;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Hears that locks of load-balanced streams have expired, from a Redis that tells: a hint that there may be something to
 * claim. A lock does not name its service, so it is a hint for all of them. Locks expire in bursts, all those of a dead
 * replica at once; so it is given twice a second at most.
 *
 * <p>In Redis Cluster each node tells of its own locks only, and only one of them is listened to.
 */
final class LockExpiries implements Subscriber.Listener {
    /** The locks of all databases: ours is not known here. */
    private static final Source LOCKS = Source.pattern("__keyspace@*__:*" + LockKey.SEPARATOR + "*");

    private static final String EXPIRED = "expired";

    /** Sooner than this, a second look would claim nothing that the first one has seen; and each look is a whole beat. */
    private static final long REST_MILLIS = 500;

    private final Subscriber subscriber;
    private final ExpiryNotifications notifications;
    private final Throttle wake;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Subscription subscription;

    LockExpiries(Vertx vertx, Subscriber subscriber, ExpiryNotifications notifications) {
        this.subscriber = subscriber;
        this.notifications = notifications;
        this.wake = new Throttle(
                () -> listeners.forEach(Runnable::run), rested -> vertx.setTimer(REST_MILLIS, id -> rested.run()));
    }

    /** Calls {@code listener}, which must not block, when locks have expired, until the returned handle is closed. */
    synchronized Subscription subscribe(Runnable listener) {
        listeners.add(listener);
        if (subscription == null) {
            subscription = subscriber.subscribe(LOCKS, this);
        }
        return () -> unsubscribe(listener);
    }

    /** By a server that may be another one than before, or may have been restarted and forgotten its settings. */
    @Override
    public void subscribed() {
        notifications.ask();
    }

    @Override
    public void published(String event) {
        if (EXPIRED.equals(event)) {
            wake.call();
        }
    }

    private synchronized void unsubscribe(Runnable listener) {
        if (listeners.remove(listener) && listeners.isEmpty()) {
            subscription.close();
            subscription = null;
        }
    }
}
