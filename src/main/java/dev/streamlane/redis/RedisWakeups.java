package dev.streamlane.redis;

import dev.streamlane.coordination.Wakeups;
import dev.streamlane.partition.GroupId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

/**
 * Wake-ups by publish and subscribe. Each time a channel is subscribed, its listeners are woken once, because something may
 * have been missed. Those of stream services are also woken when locks expire.
 */
@Singleton
final class RedisWakeups implements Wakeups {
    private final RedisKeys keys;
    private final Subscriber subscriber;
    private final LockExpiries expiries;

    RedisWakeups(RedisLanes lanes, RedisKeys keys, ExpiryNotifications notifications) {
        this.keys = keys;
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

    @Override
    public Channel ofGroup(GroupId group) {
        return listener -> subscribe(keys.wake(group), listener);
    }

    @Override
    public Channel ofService(String service) {
        return listener -> {
            Subscription locks = expiries.subscribe(listener);
            Subscription channel = subscribe(keys.serviceWake(service), listener);
            return () -> {
                channel.close();
                locks.close();
            };
        };
    }

    @PreDestroy
    void close() {
        subscriber.close();
    }

    private Subscription subscribe(String channel, Runnable listener) {
        return subscriber.subscribe(Source.channel(channel), new Waking(listener));
    }
}
