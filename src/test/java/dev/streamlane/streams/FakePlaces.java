package dev.streamlane.streams;

import dev.streamlane.streams.FakeLbs.Replica;
import dev.streamlane.streams.FakeLbs.Self;
import dev.streamlane.streams.LoadBalancer.Beat;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.Load;
import dev.streamlane.streams.LoadBalancer.Owner;
import dev.streamlane.streams.LoadBalancer.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The places of replicas in a {@link FakeLbs}, and whose turn it is to take. */
final class FakePlaces {
    private static final long LONG_AGO = Duration.ofDays(1).toNanos();

    private final FakeLbs lbs;

    FakePlaces(FakeLbs lbs) {
        this.lbs = lbs;
    }

    Beat beat(Self self, boolean joining, Load load) {
        Replica present = lbs.replicas.get(self.name());
        if (present != null && !mine(present, self) && alive(present) && !joining) {
            return new Beat.Superseded();
        }
        long lastTake = present == null ? lbs.loop.nanos() - LONG_AGO : present.lastTake();
        lbs.replicas.put(
                self.name(),
                new Replica(self.incarnation(), lbs.loop.nanos() + self.ttl().toNanos(), load, lastTake));
        Map<String, Long> pending = new TreeMap<>();
        lbs.pending.values().forEach(entry -> pending.merge(entry.owner, 1L, Long::sum));
        lbs.replicas
                .entrySet()
                .removeIf(replica -> !alive(replica.getValue()) && !pending.containsKey(replica.getKey()));
        List<Owner> owners = pending.entrySet().stream()
                .map(count -> new Owner(count.getKey(), kind(self, count.getKey()), count.getValue()))
                .toList();
        Optional<Duration> deadline = peers(self).stream()
                .map(peer -> Duration.ofNanos(peer.deadline() - lbs.loop.nanos()))
                .min(Duration::compareTo);
        return new Beat.Registered(owners, lbs.waiting.size(), roomy(self).size(), deadline);
    }

    Taken take(Self self, int count, Load load, boolean patient) {
        if (!isRegistered(self)) {
            return new Taken.Unregistered();
        }
        Replica me = lbs.replicas.get(self.name());
        List<Replica> roomy = roomy(self);
        int before =
                (int) roomy.stream().filter(peer -> goesFirst(peer, me, load)).count();
        if (before > 0 && !patient) {
            return new Taken.Wait(before);
        }
        int most = roomy.isEmpty() ? count : Math.min(count, load.free());
        List<Entry> taken = new ArrayList<>();
        for (String id : lbs.waiting.keySet().stream().limit(most).toList()) {
            lbs.deliver(id, self.name());
            taken.add(lbs.read(id));
        }
        Load now = new Load(load.held() + taken.size(), Math.max(0, load.free() - taken.size()));
        long lastTake = taken.isEmpty() ? me.lastTake() : lbs.loop.nanos();
        lbs.replicas.put(self.name(), new Replica(me.incarnation(), me.deadline(), now, lastTake));
        return new Taken.Entries(taken, lbs.lastDelivered);
    }

    /** Whoever still has something is dead from now on. */
    void leave(Self self) {
        if (!isRegistered(self)) {
            return;
        }
        Replica me = lbs.replicas.remove(self.name());
        if (lbs.pending.values().stream().anyMatch(entry -> entry.owner.equals(self.name()))) {
            lbs.replicas.put(self.name(), new Replica(me.incarnation(), lbs.loop.nanos(), me.load(), me.lastTake()));
        }
        lbs.wake();
    }

    boolean isRegistered(Self self) {
        Replica present = lbs.replicas.get(self.name());
        return present != null && mine(present, self);
    }

    private static boolean goesFirst(Replica peer, Replica me, Load load) {
        return peer.load().held() < load.held()
                || (peer.load().held() == load.held() && peer.lastTake() - me.lastTake() < 0);
    }

    private static boolean mine(Replica replica, Self self) {
        return replica.incarnation().equals(self.incarnation());
    }

    private boolean alive(Replica replica) {
        return replica.deadline() - lbs.loop.nanos() > 0;
    }

    private List<Replica> peers(Self self) {
        return lbs.replicas.entrySet().stream()
                .filter(replica -> !replica.getKey().equals(self.name()) && alive(replica.getValue()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private List<Replica> roomy(Self self) {
        return peers(self).stream().filter(peer -> peer.load().free() > 0).toList();
    }

    private Owner.Kind kind(Self self, String consumer) {
        if (consumer.equals(self.name())) {
            return Owner.Kind.ME;
        }
        if (consumer.equals(LoadBalancer.NOBODY)) {
            return Owner.Kind.NOBODY;
        }
        Replica replica = lbs.replicas.get(consumer);
        return replica == null ? Owner.Kind.FOREIGN : alive(replica) ? Owner.Kind.LIVE : Owner.Kind.DEAD;
    }
}
