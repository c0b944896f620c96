package dev.streamlane.redis;

import dev.streamlane.coordination.Wakeups;
import dev.streamlane.partition.GroupId;
import dev.streamlane.schedule.DueSignals;
import dev.streamlane.schedule.Place;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Wake-ups by publish and subscribe. Each time a channel is subscribed, its listeners are woken once, because something may
 * have been missed. Those of stream services are also woken when locks expire.
 */
@Singleton
final class RedisWakeups implements Wakeups, DueSignals {
    /** Each stream that is given on wakes those who serve it; the first does so at once. */
    private static final long REST_MILLIS = 100;

    private final RedisKeys keys;
    private final Vertx vertx;
    private final Subscriber subscriber;
    private final LockExpiries expiries;

    RedisWakeups(RedisLanes lanes, RedisKeys keys, ExpiryNotifications notifications) {
        this.keys = keys;
        this.vertx = lanes.vertx();
        this.subscriber = new Subscriber(lanes);
        this.expiries = new LockExpiries(lanes.vertx(), subscriber, notifications);
    }

    private record Waking(Runnable wake) implements Subscriber.Listener {
        @Override
        public void subscribed() {
            wake.run();
        }

        @Override
        public void published(String text) {
            wake.run();
        }
    }

    private record Hearing(DueSignals.Listener due) implements Subscriber.Listener {
        @Override
        public void subscribed() {
            due.missed();
        }

        @Override
        public void published(String text) {
            String[] parts = text.split(" ");
            due.sooner(new Place(parts[0], Integer.parseInt(parts[1])), Duration.ofMillis(Long.parseLong(parts[2])));
        }
    }

    @Override
    public Channel ofGroup(GroupId group) {
        return listener -> subscribe(keys.wake(group), listener);
    }

    @Override
    public Channel ofService(String service) {
        return listener -> {
            Subscription locks = expiries.subscribe(listener);
            Throttle often = new Throttle(listener, rested -> vertx.setTimer(REST_MILLIS, id -> rested.run()));
            Subscription channel = subscribe(keys.serviceWake(service), often::call);
            return () -> {
                channel.close();
                locks.close();
            };
        };
    }

    @Override
    public Subscription listen(DueSignals.Listener listener) {
        return subscriber.subscribe(Source.channel(keys.dueWake()), new Hearing(listener));
    }

    @PreDestroy
    void close() {
        subscriber.close();
    }

    private Subscription subscribe(String channel, Runnable listener) {
        return subscriber.subscribe(Source.channel(channel), new Waking(listener));
    }
}
