package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens Load Balancer Streams. All services of a replica share its lanes, and the turns on them. */
@Singleton
final class RedisLoadBalancers implements LoadBalancers {
    /** A script over so many locks takes Redis about half a millisecond. */
    private static final int LOCKS_PER_CALL = 500;

    /** How many operations are under way at a time: several commands each, a fraction of what a lane takes. */
    private static final int MAX_UNDER_WAY = 512;

    /** How many reads of entries are under way at a time: their replies may be a megabyte each. */
    private static final int MAX_READS = 32;

    private final RedisLanes lanes;
    private final RedisKeys keys;
    private final WaitingPlaces places;
    private final Consumer me;
    private final Ticker ticker;
    private final Limits limits;
    private final Turns extensionTurns = new Turns(MAX_UNDER_WAY);
    private final Turns lookTurns = new Turns(MAX_UNDER_WAY);
    private final Turns readTurns = new Turns(MAX_READS);
    private final Turns streamTurns = new Turns(MAX_UNDER_WAY);

    /**
     * @param lockTtl how long a lock, and a place among the replicas, hold
     * @param maxInfo the longest assignment, in bytes
     * @param maxDeadLetters about how many dead letters are kept
     * @param locksPerCall how many locks one script may touch
     */
    record Limits(Duration lockTtl, int maxInfo, long maxDeadLetters, int locksPerCall) {}

    @Inject
    RedisLoadBalancers(
            RedisLanes lanes,
            RedisKeys keys,
            WaitingPlaces places,
            Consumer me,
            Ticker ticker,
            StreamlaneConfig config,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType) {
        this(
                lanes,
                keys,
                places,
                me,
                ticker,
                new Limits(
                        config.streams().lockTtl(),
                        config.streams().maxInfo(),
                        config.deadLetters().maxLength(),
                        locksPerCall(clientType)));
    }

    RedisLoadBalancers(
            RedisLanes lanes, RedisKeys keys, WaitingPlaces places, Consumer me, Ticker ticker, Limits limits) {
        this.lanes = lanes;
        this.keys = keys;
        this.places = places;
        this.me = me;
        this.ticker = ticker;
        this.limits = limits;
    }

    /** In a cluster each lock is in a slot of its own. */
    static int locksPerCall(String clientType) {
        return clientType.equalsIgnoreCase("cluster") ? 1 : LOCKS_PER_CALL;
    }

    @Override
    public LoadBalancer open(String service, Executor thread) {
        LoadBalancerCalls calls = new LoadBalancerCalls(keys, service, me, limits.lockTtl(), limits.maxInfo());
        return new RedisLoadBalancer(
                lanes,
                calls,
                new StreamLocks(
                        lanes.coordination(),
                        calls.me(),
                        limits.lockTtl(),
                        limits.locksPerCall(),
                        extensionTurns,
                        lookTurns),
                new EntryReader(lanes.consumption(), calls, readTurns),
                new DuplicateFinder(lanes.consumption(), calls),
                new Outbox(
                        lanes.consumption(), keys.serviceOutbox(service), keys.deadLetter(), limits.maxDeadLetters()),
                new Arrivals(lanes, keys.input(service), places),
                new Upkeep(lanes.coordination(), calls, ticker),
                streamTurns,
                thread);
    }
}
