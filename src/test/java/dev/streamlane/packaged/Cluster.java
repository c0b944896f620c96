package dev.streamlane.packaged;

import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Redis, some replicas of the ledger application, and their ledger; what a test leaves behind is under target/it/runs. */
public final class Cluster implements AutoCloseable {
    public static final String TOPIC = "ledger";
    static final String GROUP = "streamlane";

    /** The group's consumers, by name. */
    public static final String MEMBERS = "redisaq:{" + TOPIC + "}:members:" + GROUP;

    /** Small and quick to start: there are several on few cores. */
    private static final String[] JVM = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m"};

    /** The locks of streams hold for 4 s by default, and a call must be over sooner than that. */
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RedisServer redis;
    private final RedisClient client;
    private final List<Replica> replicas = new CopyOnWriteArrayList<>();
    private final Path directory;
    private final int partitions;
    private final Map<String, String> environment;
    private final Ledger ledger;
    private final StreamLedger streams;
    private final Thread hook = new Thread(this::killAll);

    /**
     * @param name where its files go
     * @param ttl the heartbeat's TTL; it beats four times as often
     * @param environment further settings of all replicas
     */
    Cluster(String name, int partitions, Duration ttl, Map<String, String> environment) {
        this(RedisServer.start(), name, partitions, ttl, environment);
    }

    /** The same on a Redis that is there, which ends with it. */
    public Cluster(RedisServer redis, String name, int partitions, Duration ttl, Map<String, String> environment) {
        this.redis = redis;
        this.client = new RedisClient(redis.port());
        this.directory = Application.directory(name);
        this.partitions = partitions;
        this.ledger = new Ledger(directory.resolve("ledger.txt"));
        this.streams = new StreamLedger(directory.resolve("streams.txt"));
        this.environment = new HashMap<>(Map.of(
                "QUARKUS_REDIS_HOSTS",
                redis.uri().toString(),
                "LEDGER_FILE",
                ledger.file().toString(),
                "LEDGER_STREAMS",
                streams.file().toString(),
                "STREAMLANE_TOPICS_PARTITIONS",
                String.valueOf(partitions),
                "STREAMLANE_HEARTBEAT_TTL",
                ttl.toMillis() + "ms",
                "STREAMLANE_HEARTBEAT_INTERVAL",
                ttl.dividedBy(4).toMillis() + "ms",
                "STREAMLANE_REDIS_TIMEOUT",
                Math.min(ttl.dividedBy(4).toMillis(), MAX_TIMEOUT.toMillis()) + "ms"));
        this.environment.putAll(environment);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Sets something else for the replicas that are launched from now on. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    RedisServer redis() {
        return redis;
    }

    public RedisClient client() {
        return client;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** What became of data streams. */
    StreamLedger streams() {
        return streams;
    }

    /** Those that run. */
    public List<Replica> alive() {
        return replicas.stream().filter(Replica::alive).toList();
    }

    /** The one of this name that runs. */
    public Replica byName(String name) {
        return alive().stream()
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Begins to start a replica whose consumer id is its name. */
    public Replica launch(String name) {
        return launch(name, Map.of("POD_NAME", name));
    }

    /** Begins to start a replica with these settings of its own. */
    Replica launch(String name, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(own);
        Replica replica =
                Replica.launch(name, directory, Application.LEDGER.artifact().command(JVM), all);
        replicas.add(replica);
        return replica;
    }

    /** Starts replicas and waits until each of them owns its share. */
    public List<Replica> start(String... names) {
        List<Replica> started = List.of(names).stream().map(this::launch).toList();
        started.forEach(Replica::awaitReady);
        awaitOwners(names);
        return started;
    }

    /** Waits until these consumers, and no others, own all partitions. */
    public void awaitOwners(String... names) {
        List<String> wanted = List.of(names).stream().sorted().toList();
        await("partitions owned by " + wanted)
                .atMost(LIMIT)
                .until(() -> owners().size() == partitions
                        && owners().values().stream()
                                .distinct()
                                .sorted()
                                .toList()
                                .equals(wanted));
    }

    /** Who holds the lease of each partition; partitions whose lease nobody holds are missing. */
    public Map<Integer, String> owners() {
        Map<Integer, String> owners = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            String lease = "{" + stream(partition) + "}:lease:" + GROUP;
            List<String> held = client.texts("HMGET", lease, "owner", "incarnation");
            if (!List.of("", "null").contains(held.get(1))) {
                owners.put(partition, held.get(0));
            }
        }
        return owners;
    }

    /** The partitions that a consumer holds a lease of. */
    List<Integer> ownedBy(String name) {
        Map<Integer, String> owners = owners();
        return owners.keySet().stream().filter(p -> owners.get(p).equals(name)).toList();
    }

    String stream(int partition) {
        return "redisaq:" + TOPIC + ":" + partition;
    }

    /** Waits until no group has anything left to do: no entry pending, none undelivered. */
    public void awaitNothingLeft() {
        for (int partition = 0; partition < partitions; partition++) {
            String stream = stream(partition);
            await("nothing left in " + stream).atMost(LIMIT).until(() -> {
                List<?> groups = (List<?>) client.call("XINFO", "GROUPS", stream);
                return !groups.isEmpty() && groups.stream().allMatch(group -> isIdle((List<?>) group));
            });
        }
    }

    private static boolean isIdle(List<?> group) {
        Object pending = group.get(group.indexOf("pending") + 1);
        Object lag = group.get(group.indexOf("lag") + 1);
        return Long.valueOf(0).equals(pending) && Long.valueOf(0).equals(lag);
    }

    /** How many dead letters there are, of all topics. */
    long deadLetters() {
        return (Long) client.call("XLEN", "redisaq:dead_letter");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        killAll();
    }

    private void killAll() {
        replicas.forEach(Replica::kill);
        redis.close();
    }
}
