package dev.streamlane.bench.measure;

import dev.streamlane.bench.limit.Limit;
import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Backlog;
import dev.streamlane.bench.service.Commands;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Service;
import dev.streamlane.packaged.Application;
import dev.streamlane.packaged.Artifact;
import dev.streamlane.packaged.RedisClient;
import dev.streamlane.packaged.Replica;
import dev.streamlane.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What measurements share: a Redis of their own, and how to start the processes that use it. */
public final class Testbed implements AutoCloseable {
    static final int PARTITIONS = 8;

    /** Of the service and the bare client; a native executable takes it as an argument. */
    private static final String MEMORY = "-Xmx256m";

    /** Of the service and the bare client: as in the image. */
    private static final Map<String, String> C_LIBRARY = Map.of("MALLOC_ARENA_MAX", "2");

    /** After one, compilers are still at work, and take processors from what is measured. */
    private static final int WARM_UPS = 3;

    private static final Application APPLICATION = new Application("bench", Path.of("src/bench/app"));

    private final Options options;

    private final RedisServer redis = OwnRedis.start();
    private final RedisClient client = new RedisClient(redis.port());
    private final Path directory = Application.directory("bench");
    private final List<Replica> launched = new CopyOnWriteArrayList<>();
    private final Thread hook = new Thread(this::end);

    public Testbed(Options options) {
        this.options = options;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Options options() {
        return options;
    }

    /** Measures in rounds. The first ones warm up, and their results are thrown away. */
    void rounds(String name, Results results, Consumer<Results> round) {
        for (int i = 1 - WARM_UPS; i <= options.rounds(); i++) {
            System.out.println(name + ": " + (i < 1 ? "warm-up" : "round " + i + " of " + options.rounds()));
            round.accept(i < 1 ? new Results() : results);
        }
    }

    /** Starts a service with all processors, on topics of {@link #PARTITIONS} partitions. */
    Service service() {
        return service(EnumSet.allOf(Kind.class), PARTITIONS, Map.of());
    }

    /**
     * Starts a service, and waits until it has all partitions.
     *
     * @param kinds the processors that it has
     * @param partitions of each topic
     * @param settings further ones, by their names in the environment
     */
    Service service(Set<Kind> kinds, int partitions, Map<String, String> settings) {
        return new Service(launch(kinds, partitions, settings).awaitReady()).awaitPartitions(kinds.size() * partitions);
    }

    /** Begins to start a process of the service. */
    Replica launch(Set<Kind> kinds, int partitions, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_REDIS_HOSTS",
                redis.uri().toString(),
                "STREAMLANE_TOPICS_PARTITIONS",
                String.valueOf(partitions),
                "POD_NAME",
                "bench"));
        for (Kind kind : EnumSet.complementOf(EnumSet.copyOf(kinds))) {
            environment.put("BENCH_" + kind, "false");
        }
        environment.putAll(C_LIBRARY);
        environment.putAll(settings);
        Replica replica = Replica.launch("service", directory, command(), environment);
        launched.add(replica);
        return replica;
    }

    /** Starts a bare client. */
    Limit limit() {
        return Limit.start(List.of(MEMORY), C_LIBRARY, directory.resolve("limit.log"), redis.port());
    }

    Backlog backlog(Kind kind) {
        return new Backlog(client, kind, PARTITIONS);
    }

    /** How often each command was called until now. */
    Commands commands() {
        return Commands.parse(info("commandstats"));
    }

    /** The processor time that Redis has used. */
    Duration redisCpu() {
        return ProcessHandle.of(redis.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }

    /** What Redis tells of itself. */
    public String info(String section) {
        return (String) client.call("INFO", section);
    }

    /** Which Redis it is. */
    public String redisName() {
        return OwnRedis.name();
    }

    /** What is measured. */
    public String serviceName() {
        return options.executable().map(Path::toString).orElse("java " + MEMORY);
    }

    /** Forgets everything; while no process uses Redis. */
    public void clear() {
        client.call("FLUSHALL");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
    }

    private void end() {
        launched.forEach(Replica::kill);
        redis.close();
    }

    private List<String> command() {
        Artifact artifact = options.executable().map(Artifact::new).orElseGet(APPLICATION::artifact);
        List<String> command = new ArrayList<>(artifact.command(MEMORY));
        if (artifact.isNative()) {
            command.add(MEMORY);
        }
        return command;
    }
}
