package dev.streamlane.streams;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.streams.FakeLbs.Given;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.testing.ManualLoop;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link FakeLbs} as contract suites see a store: what it is asked for, is done when the call returns. */
final class FakeLbsStore implements LoadBalancerStore {
    /** Whoever waits for less time than this, may wait in vain. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final ManualLoop loop = new ManualLoop();
    private final FakeLbs lbs = new FakeLbs(loop, MAX_INFO);
    private int wakeUps;

    FakeLbsStore() {
        lbs.listeners.add(() -> wakeUps++);
    }

    @Override
    public LoadBalancer open(Consumer me, Duration lockTtl) {
        FakeBalancer balancer = lbs.view("redis-consumer-" + me.id(), me.incarnation(), lockTtl);
        return (LoadBalancer) Proxy.newProxyInstance(
                LoadBalancer.class.getClassLoader(),
                new Class<?>[] {LoadBalancer.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(balancer, arguments);
                        if (method.getName().equals("arrival") && ((Duration) arguments[1]).compareTo(LIMIT) < 0) {
                            loop.advance((Duration) arguments[1]);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        loop.run();
                    }
                });
    }

    @Override
    public String add(String assignment) {
        String id = lbs.addText(assignment);
        loop.run();
        return id;
    }

    @Override
    public void remove(String entryId) {
        lbs.waiting.remove(entryId);
        lbs.removed.add(entryId);
    }

    @Override
    public void foreignTake(String consumer) {
        List.copyOf(lbs.waiting.keySet()).forEach(id -> lbs.deliver(id, consumer));
    }

    @Override
    public boolean foreignClaim(String consumer, String entryId, Duration minIdle) {
        Given entry = lbs.pending.get(entryId);
        boolean taken = entry != null && lbs.idle(entry).compareTo(minIdle) >= 0;
        if (taken) {
            lbs.move(entryId, consumer, Duration.ZERO);
        }
        return taken;
    }

    @Override
    public void age(String entryId, Duration idle) {
        lbs.pending.get(entryId).since = loop.nanos() - idle.toNanos();
    }

    @Override
    public void foreignDone(String entryId) {
        lbs.pending.remove(entryId);
        lbs.waiting.remove(entryId);
    }

    @Override
    public boolean lock(LockKey key, String value, Duration ttl) {
        boolean absent = lbs.lock(key.key()).isEmpty();
        if (absent) {
            lbs.lock(key.name(), key.entryId(), value, ttl);
        }
        return absent;
    }

    @Override
    public void unlock(LockKey key) {
        lbs.locks.remove(key.key());
    }

    @Override
    public Optional<String> lockedBy(LockKey key) {
        return lbs.lock(key.key()).map(FakeLbs.Lock::owner);
    }

    @Override
    public List<Map<String, String>> deadLetters() {
        return lbs.letters;
    }

    @Override
    public int wakeUps() {
        return wakeUps;
    }

    @Override
    public void advance(Duration duration) {
        loop.advance(duration);
    }
}
