package dev.streamlane.streams;

import static dev.streamlane.testing.Stages.get;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.streams.LoadBalancer.Beat;
import dev.streamlane.streams.LoadBalancer.Claim;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.Load;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.streams.LoadBalancer.Owner;
import dev.streamlane.streams.LoadBalancer.Pending;
import dev.streamlane.streams.LoadBalancer.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What contract suites of Load Balancer Streams do over and over. */
public final class LoadBalancerScene {
    public static final Consumer ANN = new Consumer("ann", "ann-1", "host-a");
    public static final Consumer BOB = new Consumer("bob", "bob-1", "host-b");
    public static final Consumer EVE = new Consumer("eve", "eve-1", "host-c");

    /** A client that is not a replica. */
    public static final String GO = "redis-consumer-go";

    /** A TTL that does not run out during a test. */
    public static final Duration LONG = Duration.ofMinutes(1);

    /** A TTL that runs out soon. */
    public static final Duration SHORT = Duration.ofMillis(150);

    /** Room for 100 streams. */
    public static final Load IDLE = new Load(0, 100);

    private static final int ALL = 10_000;

    private final LoadBalancerStore store;

    public LoadBalancerScene(LoadBalancerStore store) {
        this.store = store;
    }

    /** The same consumer after a restart. */
    public static Consumer reborn(Consumer consumer) {
        return new Consumer(consumer.id(), consumer.incarnation() + "-reborn", consumer.host());
    }

    /** A replica with its place in the service. */
    public LoadBalancer join(Consumer consumer) {
        return join(consumer, LONG, IDLE);
    }

    /** A replica with its place in the service. */
    public LoadBalancer join(Consumer consumer, Duration ttl, Load load) {
        LoadBalancer balancer = store.open(consumer, ttl);
        registered(balancer, true, load);
        return balancer;
    }

    /** Beats. */
    public static Beat.Registered beat(LoadBalancer balancer) {
        return registered(balancer, false, IDLE);
    }

    public static Beat.Registered registered(LoadBalancer balancer, boolean joining, Load load) {
        return (Beat.Registered) get(balancer.beat(joining, load));
    }

    /** Of what kind an owner is, as seen by a beat; {@code null} if it has nothing pending. */
    public static Owner.Kind kind(LoadBalancer balancer, String consumer) {
        return beat(balancer).owners().stream()
                .filter(owner -> owner.consumer().equals(consumer))
                .map(Owner::kind)
                .findFirst()
                .orElse(null);
    }

    public static String assignment(String name) {
        return "{\"DataStreamName\":\"" + name + "\",\"Info\":{\"priority\":\"low\"}}";
    }

    /** Adds streams; returns their entry IDs. */
    public List<String> add(String... names) {
        List<String> ids = new ArrayList<>();
        for (String name : names) {
            ids.add(store.add(assignment(name)));
        }
        return ids;
    }

    /** What a replica takes that has waited for those which go first. */
    public static List<Entry> take(LoadBalancer balancer, int count) {
        return ((Taken.Entries) get(balancer.take(count, IDLE, true))).entries();
    }

    /** Adds a stream, and a replica takes it and claims it. */
    public Hold hold(LoadBalancer balancer, String name) {
        String id = add(name).get(0);
        take(balancer, 1);
        return own(balancer, id, name).hold();
    }

    /** Claims what the replica has just taken. */
    public static Claim.Granted own(LoadBalancer balancer, String entryId, String name) {
        return granted(claim(balancer, entryId, name, balancer.me()));
    }

    /** Claims what is pending under a name, however long it has been idle. */
    public static Claim claim(LoadBalancer balancer, String entryId, String name, String from) {
        return get(balancer.claim(entryId, name, from, Duration.ZERO, false));
    }

    /** Claims what somebody had who was lost. */
    public static Claim claimLost(LoadBalancer balancer, String entryId, String name, String from) {
        return get(balancer.claim(entryId, name, from, Duration.ZERO, true));
    }

    public static Claim.Granted granted(Claim claim) {
        return (Claim.Granted) claim;
    }

    public static List<Pending> pending(LoadBalancer balancer, String consumer) {
        return get(balancer.pending(consumer, "0-0", ALL));
    }

    /** The assignments of what is pending under a name. */
    public static List<String> assignments(LoadBalancer balancer, String consumer) {
        return get(balancer.read(pendingIds(balancer, consumer))).stream()
                .map(Entry::assignment)
                .toList();
    }

    /** The IDs of what is pending under a name. */
    public static List<String> pendingIds(LoadBalancer balancer, String consumer) {
        return pending(balancer, consumer).stream().map(Pending::entryId).toList();
    }

    public static List<String> ids(List<Entry> entries) {
        return entries.stream().map(Entry::id).toList();
    }

    public static LockKey lock(Hold hold) {
        return new LockKey(hold.name(), hold.entryId());
    }
}
