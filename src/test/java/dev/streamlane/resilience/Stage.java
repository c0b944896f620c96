package dev.streamlane.resilience;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.consumer.ConsumerProcess;
import dev.streamlane.consumer.ConsumerSettings;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.CoordinationSettings;
import dev.streamlane.coordination.CoordinatorFactory;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.coordination.Heartbeats;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.job.Job;
import dev.streamlane.partition.GroupId;
import dev.streamlane.permit.GroupLimits;
import dev.streamlane.producer.Enqueued;
import dev.streamlane.producer.JobProducer;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.Producers;
import dev.streamlane.redis.RedisProcess;
import dev.streamlane.testing.QuietLog;
import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.TcpProxy;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real Redis and some replicas on it, all in this JVM, with a TTL that a test can wait for. */
final class Stage implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    static final GroupId GROUP = new GroupId("orders", "billing");
    static final int PARTITIONS = 4;
    static final Duration TTL = Duration.ofSeconds(2);

    /** A little longer than anything runs that was cut off: it says every half second what runs. */
    private static final Duration PERMITS = TTL.plusSeconds(1);

    static final Duration TIMEOUT = Duration.ofMillis(500);
    static final Duration BLOCK = Duration.ofSeconds(1);

    /** Far more than anything takes; only a failing test waits for so long. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** Partitions are so short that load reaches their length, and finished jobs are trimmed. */
    private static final NewTopics TOPICS =
            new NewTopics(new TopicSettings(PARTITIONS, 200, Overflow.REJECT, Ordering.KEY, 5, 0), true, 10, 64);

    private static final CoordinationSettings TIMING =
            new CoordinationSettings(Duration.ofMillis(500), TTL, Duration.ZERO);
    private static final ConsumerSettings SETTINGS = new ConsumerSettings(
            GROUP.group(),
            OptionalInt.of(16),
            1,
            50,
            1_000_000,
            500,
            Duration.ZERO,
            Duration.ofMillis(50),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            BLOCK);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final List<Replica> replicas = new ArrayList<>();
    private RedisServer server;
    private Vertx vertx;
    private Redis admin;
    private ExecutorService threads;
    private Ledger ledger;
    private QuietLog log;
    private SteppedClock clock;
    private Map<GroupId, GroupLimits> limits = Map.of();

    /** What a replica does with a job besides noting it. */
    interface Work {
        Work NONE = job -> {};

        void on(Job<String> job) throws Exception;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        log = QuietLog.begin();
        server = RedisServer.start();
        vertx = Vertx.vertx();
        admin = Redis.createClient(vertx, server.uri().toString());
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "processor");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        run("FLUSHALL");
        ledger = new Ledger();
        log.clear();
        clock = new SteppedClock();
        limits = Map.of();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!resources.isEmpty()) {
            resources.pop().close();
        }
        replicas.clear();
        context.getExecutionException().ifPresent(failure -> log.warnings().forEach(System.err::println));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        threads.shutdownNow();
        admin.close();
        get(vertx.close().toCompletionStage());
        server.close();
        log.close();
    }

    RedisServer server() {
        return server;
    }

    Ledger ledger() {
        return ledger;
    }

    QuietLog log() {
        return log;
    }

    SteppedClock clock() {
        return clock;
    }

    List<Replica> replicas() {
        return replicas;
    }

    /** Something to be closed when the test has ended, before what was there before. */
    <T extends AutoCloseable> T keep(T resource) {
        resources.push(resource);
        return resource;
    }

    TcpProxy proxy() {
        return keep(TcpProxy.to(server.port()));
    }

    /** What all replicas that come from now on keep to together. */
    void limit(GroupLimits bounds) {
        limits = Map.of(GROUP, bounds);
    }

    /** A replica that talks to Redis directly. */
    Replica replica(String id) {
        return replica(id, server.uri(), Work.NONE);
    }

    Replica replica(String id, URI uri, Work work) {
        return replica(id, uri, work, System::nanoTime);
    }

    /** @param ticker what the replica takes for the monotonic clock */
    Replica replica(String id, URI uri, Work work, Ticker ticker) {
        Consumer me = new Consumer(id, id + "-" + System.nanoTime(), "here");
        RedisProcess redis = process(uri);
        Replica.Counts counts = new Replica.Counts();
        Heartbeat heartbeat = Heartbeats.of(
                new CoordinatorFactory(me, redis.membership(), redis.leases(), TIMING, counts, ticker),
                redis.wakeups());
        heartbeat.join(
                GROUP,
                () -> get(redis.topics().ensure(GROUP.topic(), TOPICS.initial(), TOPICS.maxTopics())),
                new ConsumerProcess(vertx, SETTINGS, ticker, clock, threads, redis.permits(me, PERMITS, ticker, limits))
                        .consume(GROUP, me, redis.logs(), job -> process(me, job, work)));
        Replica replica = keep(new Replica(me, redis, heartbeat, counts));
        replicas.add(replica);
        return replica;
    }

    /** The adapters of a process that may do what a test wants. */
    RedisProcess process(URI uri) {
        return new RedisProcess(vertx, uri, clock, TIMEOUT, BLOCK);
    }

    /** @param waitReplicas how many replicas of Redis have to confirm what is enqueued */
    JobProducer producer(int waitReplicas) {
        RedisProcess redis = keep(process(server.uri()));
        return Producers.of(
                redis.topics(),
                redis.jobs(waitReplicas, Duration.ofMillis(100)),
                redis.retention(),
                TOPICS,
                clock,
                System::nanoTime);
    }

    /** Enqueues one job without a key in each partition; their ids. */
    List<String> enqueueOneEach() {
        List<NewJob> jobs = IntStream.range(0, PARTITIONS).mapToObj(NewJob::of).toList();
        return producer(0).enqueueAllAndAwait(GROUP.topic(), jobs).stream()
                .map(Enqueued::id)
                .toList();
    }

    Load load() {
        return keep(new Load(producer(0), GROUP.topic()));
    }

    /** Runs a command on a connection that is nobody's. */
    Response run(String command, Object... args) {
        Request request = Request.cmd(Command.create(command));
        for (Object arg : args) {
            request.arg(String.valueOf(arg));
        }
        return get(admin.send(request).toCompletionStage());
    }

    /** How many commands Redis has carried out so far. */
    long commands() {
        String stats = run("INFO", "stats").toString();
        return stats.lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    /** The epoch of each partition, 0 where there is none. */
    List<Long> epochs() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> run("HGET", RedisProcess.lease(GROUP, partition), "epoch"))
                .map(epoch -> epoch == null ? 0L : epoch.toLong())
                .toList();
    }

    /** How many entries of all partitions are delivered and not acknowledged. */
    long pending() {
        return IntStream.range(0, PARTITIONS)
                .mapToLong(partition -> run("XPENDING", RedisProcess.stream(GROUP.topic(), partition), GROUP.group())
                        .get(0)
                        .toLong())
                .sum();
    }

    /** Waits until every partition has exactly one owner. */
    void awaitOwners() {
        List<Integer> all = IntStream.range(0, PARTITIONS).boxed().toList();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(replicas.stream()
                        .flatMap(replica -> replica.owned().stream())
                        .sorted())
                .as("every partition has one owner")
                .isEqualTo(all));
    }

    /** Waits until all these jobs are finished. */
    void awaitFinished(List<String> jobs) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(jobs)
                .filteredOn(job -> !ledger.finished(job))
                .as("G1 JOBS LOST")
                .isEmpty());
    }

    /** Waits until nothing is pending. */
    void awaitNothingPending() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(pending()).isZero());
    }

    private void process(Consumer me, Job<String> job, Work work) throws Exception {
        ledger.started(me, job);
        try {
            work.on(job);
        } catch (InterruptedException e) {
            ledger.interrupted();
            throw e;
        }
        ledger.finished(job);
    }
}
