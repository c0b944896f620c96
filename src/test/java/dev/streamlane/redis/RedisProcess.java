package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.consumer.PartitionLogs;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Leases;
import dev.streamlane.coordination.Membership;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.coordination.Wakeups;
import dev.streamlane.partition.GroupId;
import dev.streamlane.permit.GroupLimits;
import dev.streamlane.permit.GroupPermits;
import dev.streamlane.producer.JobLog;
import dev.streamlane.redis.RedisLoadBalancers.Limits;
import dev.streamlane.streams.DataStreams;
import dev.streamlane.streams.ServiceProcess;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.TopicCatalog;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** All adapters of one process, on a client of its own, configured as the application's is. */
public final class RedisProcess implements AutoCloseable {
    /** How often is looked where nothing waits, and how long a failure is kept back. */
    public static final Duration POLL = Duration.ofMillis(200);

    private static final int CONNECTIONS = 288;
    private static final int MAX_DEAD_LETTERS = 1000;
    private static final int MAX_ASSIGNMENT = 65_536;
    private static final RedisKeys KEYS = new RedisKeys("redisaq");

    private final Redis client;
    private final Clock clock;
    private final RedisLanes lanes;
    private final RedisWakeups wakeups;

    /** How long a command may take, and a wait for new jobs lasts. */
    public RedisProcess(Vertx vertx, URI redis, Clock clock, Duration timeout, Duration block) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(redis.toString())
                .setMaxPoolSize(CONNECTIONS)
                .setMaxPoolWaiting(CONNECTIONS)
                .setMaxWaitingHandlers(5000);
        this.client = Redis.createClient(vertx, options);
        this.clock = clock;
        this.lanes = new RedisLanes(client, vertx, new Settings(timeout, block, 256, POLL));
        this.wakeups = new RedisWakeups(lanes, KEYS, new ExpiryNotifications(lanes, false));
    }

    private record Settings(Duration timeout, Duration block, int maxBlocking, Duration poll)
            implements StreamlaneConfig.Redis {}

    public static String stream(String topic, int partition) {
        return KEYS.stream(topic, partition);
    }

    public static String lease(GroupId group, int partition) {
        return KEYS.lease(group, partition);
    }

    public static String members(GroupId group) {
        return KEYS.members(group);
    }

    /** What tells the connection that steps are sent on. */
    public static String stepDigest() {
        return Script.STEP.sha();
    }

    /** What tells the connection that memberships and leases are kept by. */
    public static String heartbeatDigest() {
        return Script.HEARTBEAT.sha();
    }

    /** How many data streams one command may look at. */
    public static int streamsInOneLook(int readBatch) {
        return Looks.MOST_ENTRIES / readBatch;
    }

    public Membership membership() {
        return new RedisMembership(lanes, KEYS, clock);
    }

    public Leases leases() {
        return new RedisLeases(lanes, KEYS);
    }

    public PartitionLogs logs() {
        return new RedisPartitionLogs(lanes, KEYS, MAX_DEAD_LETTERS, new WaitingPlaces(256));
    }

    /**
     * Of the process that is {@code me}.
     *
     * @param ttl for how long what it may run counts without a word of it
     */
    public GroupPermits permits(Consumer me, Duration ttl, Ticker ticker, Map<GroupId, GroupLimits> limits) {
        return new GroupPermits(limits, new RedisPermits(lanes, KEYS, me.incarnation(), ttl), ticker, Math::random);
    }

    public Wakeups wakeups() {
        return wakeups;
    }

    public TopicCatalog topics() {
        return new RedisTopicCatalog(lanes, KEYS);
    }

    public Retention retention() {
        return new RedisRetention(new Trimming(lanes, KEYS));
    }

    /** @param waitReplicas how many replicas of Redis have to confirm what is enqueued */
    public JobLog jobs(int waitReplicas, Duration waitTimeout) {
        return new RedisJobLog(
                new Writes(lanes, waitReplicas, waitTimeout), KEYS, new Trimming(lanes, KEYS), RedisFixture.once(KEYS));
    }

    /** The stream services, of which this process is the replica {@code me}. */
    public ServiceProcess.Ports services(Consumer me, Duration lockTtl) {
        Limits limits = new Limits(lockTtl, MAX_ASSIGNMENT, MAX_DEAD_LETTERS, 500);
        RedisLoadBalancers balancers =
                new RedisLoadBalancers(lanes, KEYS, new WaitingPlaces(8), me, System::nanoTime, limits);
        return new ServiceProcess.Ports(balancers, dataStreams(me.incarnation(), 50, 256), wakeups);
    }

    /**
     * @param incarnation told apart from those of all other processes
     * @param places how many connections may wait
     */
    public DataStreams dataStreams(String incarnation, int readBatch, int places) {
        return new RedisDataStreams(lanes, KEYS, new WaitingPlaces(places), incarnation, readBatch, false);
    }

    @Override
    public void close() {
        wakeups.close();
        lanes.close();
        client.close();
    }
}
