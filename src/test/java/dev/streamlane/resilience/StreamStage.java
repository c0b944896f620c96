package dev.streamlane.resilience;

import static dev.streamlane.testing.Stages.get;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.CoordinationSettings;
import dev.streamlane.coordination.CoordinatorFactory;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.coordination.Heartbeats;
import dev.streamlane.job.StreamProcessor;
import dev.streamlane.redis.RedisProcess;
import dev.streamlane.streams.ServiceProcess;
import dev.streamlane.streams.StreamSettings;
import dev.streamlane.testing.QuietLog;
import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.RespConnection;
import dev.streamlane.testing.TcpProxy;
import dev.streamlane.testing.foreign.ForeignClient;
import dev.streamlane.testing.foreign.ForeignClient.Options;
import dev.streamlane.testing.foreign.ForeignClient.Work;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real Redis, and one stream service on it whose replicas, ours and foreign ones, all run in this JVM. */
final class StreamStage implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    /** Longer than a foreign client's: that one tries once, when a lock has expired, and claims nothing younger than 2 s. */
    static final Duration TTL = Duration.ofMillis(2500);

    /** Far more than anything takes; only a failing test waits for so long. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String SERVICE = "orders";
    private static final String LBS = SERVICE + "-input";
    private static final String GROUP = SERVICE + "-group";
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    private static final CoordinationSettings TIMING =
            new CoordinationSettings(Duration.ofMillis(500), TTL, Duration.ZERO);
    private static final StreamSettings SETTINGS = new StreamSettings(
            2000, TTL, 3, Duration.ofMillis(500), 65_536, Duration.ofMillis(50), Duration.ofMillis(500), BLOCK);

    /** Ends when it is interrupted. */
    static final StreamProcessor FOREVER = stream -> Thread.currentThread().join();

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private RedisServer server;
    private RespConnection redis;
    private Vertx vertx;
    private ExecutorService threads;
    private QuietLog log;
    private StreamJournal journal;

    @Override
    public void beforeAll(ExtensionContext context) {
        log = QuietLog.begin();
        server = RedisServer.start();
        redis = new RespConnection(server.port());
        vertx = Vertx.vertx();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "processor");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        run("FLUSHALL");
        run("CONFIG", "SET", "notify-keyspace-events", "");
        journal = new StreamJournal();
        log.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!resources.isEmpty()) {
            resources.pop().close();
        }
        context.getExecutionException().ifPresent(failure -> log.warnings().forEach(System.err::println));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        threads.shutdownNow();
        redis.close();
        get(vertx.close().toCompletionStage());
        server.close();
        log.close();
    }

    StreamJournal journal() {
        return journal;
    }

    /** A replica of ours, registered with the service. */
    StreamReplica replica(String id, StreamProcessor processor) {
        Consumer me = new Consumer(id, id + "-" + System.nanoTime(), "here");
        TcpProxy proxy = TcpProxy.to(server.port());
        RedisProcess process = new RedisProcess(vertx, proxy.uri(), Clock.systemUTC(), TIMEOUT, BLOCK);
        Heartbeat heartbeat = Heartbeats.of(
                new CoordinatorFactory(
                        me,
                        process.membership(),
                        process.leases(),
                        TIMING,
                        new CoordinationEvents() {},
                        System::nanoTime),
                process.wakeups());
        StreamReplica.Counts counts = new StreamReplica.Counts();
        StreamReplica replica = keep(new StreamReplica(id, proxy, process, heartbeat, counts));
        new ServiceProcess(vertx, SETTINGS, System::nanoTime, threads)
                .serve(SERVICE, process.services(me, TTL), heartbeat, counts, stream -> {
                    journal.started(id, stream);
                    processor.process(stream);
                    journal.ended(id, stream.name());
                });
        await().atMost(LIMIT).until(() -> replica.beats() > 0);
        return replica;
    }

    /** A foreign client, ready. */
    ForeignClient foreign(String podName, Options options, Work work) {
        return keep(ForeignClient.start(server.port(), SERVICE, podName, options.overriding(), stream -> {
            journal.started(podName, stream.name());
            work.on(stream);
            journal.ended(podName, stream.name());
        }));
    }

    /** Adds so many streams to the service; their names. */
    List<String> add(String prefix, int count) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        names.forEach(
                name -> run("XADD", LBS, "*", "lbs-input", "{\"DataStreamName\":\"%s\",\"Info\":{}}".formatted(name)));
        return names;
    }

    /** Runs a command on a connection that is nobody's. */
    Object run(String... command) {
        return redis.call(command);
    }

    /** Makes all that is pending under a name look as if it had been there for so long. */
    void age(String consumer, Duration idle) {
        for (Object row : pending(consumer)) {
            String id = (String) ((List<?>) row).get(0);
            run("XCLAIM", LBS, GROUP, consumer, "0", id, "IDLE", String.valueOf(idle.toMillis()), "JUSTID");
        }
    }

    /** Waits until a replica has started all these. */
    void awaitStarted(String by, List<String> names) {
        await(by + " has them")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> journal.startedBy(by).containsAll(names));
    }

    /** Waits until so many beats more of a replica have begun and ended. */
    void awaitBeats(StreamReplica replica, int beats) {
        int before = replica.beats();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> replica.beats() >= before + beats);
    }

    /** Waits until the service has nothing left: no assignment, none pending, no lock. */
    void awaitNothingLeft() {
        await().atMost(LIMIT)
                .until(() -> run("XLEN", LBS).equals(0L)
                        && ((List<?>) run("XPENDING", LBS, GROUP)).get(0).equals(0L)
                        && ((List<?>) run("KEYS", "*<MUTEX_KEY_SEP>*")).isEmpty());
    }

    private List<?> pending(String consumer) {
        return (List<?>) run("XPENDING", LBS, GROUP, "-", "+", "10000", consumer);
    }

    private <T extends AutoCloseable> T keep(T resource) {
        resources.push(resource);
        return resource;
    }
}
