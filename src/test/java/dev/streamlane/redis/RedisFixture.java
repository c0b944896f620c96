package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.consumer.PartitionLogs;
import dev.streamlane.coordination.Leases;
import dev.streamlane.coordination.Membership;
import dev.streamlane.producer.JobLog;
import dev.streamlane.streams.DataStreams;
import dev.streamlane.testing.Ports;
import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.Signal;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.TopicCatalog;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real Redis for a test class, empty before each test, with all adapters on it. */
final class RedisFixture implements Ports, BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    static final int MAX_DEAD_LETTERS = 1000;
    static final int MAX_ONCE_KEYS = 1000;
    private static final String NAME = "adapters";

    private final Settings settings;
    private final Supplier<RedisServer> start;
    private final RedisKeys keys = new RedisKeys("redisaq");
    private RedisServer server;
    private Vertx vertx;
    private Redis own;
    private CountingRedis client;
    private RedisLanes lanes;

    RedisFixture() {
        this(new Settings(Duration.ofSeconds(5), Duration.ofSeconds(5), 256, Duration.ofMillis(20)));
    }

    RedisFixture(Settings settings) {
        this(settings, RedisServer::start);
    }

    private RedisFixture(Settings settings, Supplier<RedisServer> start) {
        this.settings = settings;
        this.start = start;
    }

    /** A cluster of one node: it refuses every command and script whose keys are not all in one slot. */
    static RedisFixture cluster() {
        return new RedisFixture(new RedisFixture().settings, ClusterNode::start);
    }

    /** The configuration of the client side. */
    record Settings(Duration timeout, Duration block, int maxBlocking, Duration poll)
            implements StreamlaneConfig.Redis {}

    @Override
    public void beforeAll(ExtensionContext context) {
        server = start.get();
        vertx = Vertx.vertx();
        own = Redis.createClient(vertx, server.uri().toString());
        client = new CountingRedis(Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(server.uri() + "?client=" + NAME)
                        .setMaxPoolSize(64)
                        .setMaxPoolWaiting(64)
                        .setMaxWaitingHandlers(5000)));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        run("FLUSHALL");
        lanes = new RedisLanes(client, vertx, settings);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        lanes.close();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // Vert.x complains if it is closed in the middle of closing its connections.
        await().until(() -> !text("CLIENT", "LIST").contains("name=" + NAME));
        client.close();
        own.close();
        vertx.close();
        server.close();
    }

    RedisServer server() {
        return server;
    }

    RedisKeys keys() {
        return keys;
    }

    RedisLanes lanes() {
        return lanes;
    }

    Vertx vertx() {
        return vertx;
    }

    /** How often somebody tried to connect so far. */
    int connects() {
        return client.connects();
    }

    /** Runs a command on a connection that is not ours. */
    Response run(String command, Object... args) {
        Request request = Request.cmd(Command.create(command));
        for (Object arg : args) {
            request.arg(String.valueOf(arg));
        }
        return get(own.send(request).toCompletionStage());
    }

    String text(String command, Object... args) {
        Response reply = run(command, args);
        return reply == null ? null : reply.toString();
    }

    /** Waits until so many connections wait for something. */
    void awaitBlocked(int clients) {
        await().until(() -> text("INFO", "clients").contains("blocked_clients:" + clients + "\r"));
    }

    /** How often a command has been called since the server's statistics were reset. */
    long calls(String command) {
        String calls = "cmdstat_" + command + ":calls=";
        return text("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith(calls))
                .mapToLong(line -> Long.parseLong(line.substring(calls.length(), line.indexOf(','))))
                .sum();
    }

    long number(String command, Object... args) {
        return run(command, args).toLong();
    }

    /** Breaks all connections of a type, {@code normal} or {@code pubsub}, but the one it is sent on. */
    void killConnections(String type) {
        run("CLIENT", "KILL", "TYPE", type, "SKIPME", "yes");
    }

    /** Sends the server a signal. */
    void signal(Signal signal) {
        signal.send(server.pid());
    }

    /** Runs a script as one of the adapters does. */
    Code call(Script script, List<String> keysOfScript, String... args) {
        return Replies.code(script, get(lanes.coordination().call(ScriptCall.of(script, keysOfScript, args))));
    }

    /** Redis' clock, in milliseconds. */
    long time() {
        Response time = run("TIME");
        return time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000;
    }

    @Override
    public Membership membership() {
        return new RedisMembership(lanes, keys, Clock.systemUTC());
    }

    @Override
    public Leases leases() {
        return new RedisLeases(lanes, keys);
    }

    @Override
    public PartitionLogs logs() {
        return new RedisPartitionLogs(lanes, keys, MAX_DEAD_LETTERS, new WaitingPlaces(settings.maxBlocking()));
    }

    DataStreams dataStreams(int readBatch, WaitingPlaces places) {
        return new RedisDataStreams(lanes, keys, places, "incarnation", readBatch, false);
    }

    /** As in Redis Cluster, where a command may touch one stream only. */
    DataStreams singleDataStreams(int readBatch) {
        return new RedisDataStreams(lanes, keys, new WaitingPlaces(10), "incarnation", readBatch, true);
    }

    /** Appends an entry to each of these streams, at once. */
    CompletionStage<?> appendToEach(List<String> names) {
        return own.batch(names.stream()
                        .map(name -> Request.cmd(Command.XADD)
                                .arg(name)
                                .arg("*")
                                .arg("a")
                                .arg("1"))
                        .toList())
                .toCompletionStage();
    }

    /** The IDs of all entries of a stream. */
    List<String> entryIds(String name) {
        return run("XRANGE", name, "-", "+").stream()
                .map(entry -> entry.get(0).toString())
                .toList();
    }

    /** Appends an entry to a stream; its ID. */
    String append(String name, Map<String, String> fields) {
        List<Object> args = new ArrayList<>(List.of(name, "*"));
        fields.forEach((field, value) -> args.addAll(List.of(field, value)));
        return text("XADD", args.toArray());
    }

    @Override
    public TopicCatalog topics() {
        return new RedisTopicCatalog(lanes, keys);
    }

    @Override
    public JobLog jobs() {
        return new RedisJobLog(new Writes(lanes, 0, Duration.ZERO), keys, new Trimming(lanes, keys), once(keys));
    }

    static OnceKeys once(RedisKeys keys) {
        return new OnceKeys(keys, Duration.ofSeconds(2), MAX_ONCE_KEYS);
    }

    /** @param limit how many delayed jobs a partition may have */
    RedisDelayedJobs delayedJobs(long limit) {
        return new RedisDelayedJobs(lanes, new Writes(lanes, 0, Duration.ZERO), keys, new DueRoom(limit), limit);
    }

    /** @param limit how many schedules a partition may have */
    RedisSchedules schedules(int limit) {
        return new RedisSchedules(lanes, keys, new DueRoom(2), new ObjectMapper(), limit);
    }

    @Override
    public Retention retention() {
        return new RedisRetention(new Trimming(lanes, keys));
    }

    @Override
    public void advance(Duration duration) {
        long target = time() + duration.toMillis() + 1;
        await().pollInterval(Duration.ofMillis(5)).until(() -> time() >= target);
    }
}
