package dev.streamlane.bench.service;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.packaged.Replica;
import dev.streamlane.packaged.Replica.Answer;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * A process of the benchmark's application, {@code src/bench/app}: the service, with processors that do nothing. It works in
 * waves of jobs. For one thread at a time.
 */
public final class Service implements AutoCloseable {
    /** Beyond anything that a wave should take. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern OWNED = Pattern.compile("streamlane_partitions_owned\\{[^}]*} (\\S+)");
    private static final Pattern HEAP = Pattern.compile("jvm_memory_committed_bytes\\{area=\"heap\"[^}]*} (\\S+)");
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final Replica replica;
    private final ObjectMapper mapper = new ObjectMapper();
    private int wave;

    /** @param replica that is ready */
    public Service(Replica replica) {
        this.replica = replica;
    }

    /** Waits until it owns so many partitions, of all topics together. */
    public Service awaitPartitions(int partitions) {
        await("it owns " + partitions + " partitions").atMost(START).until(() -> owned() == partitions);
        return this;
    }

    /** The port that it takes requests on. */
    public int port() {
        return replica.port();
    }

    /** The processor time it has used. */
    public Duration cpu() {
        return replica.cpu();
    }

    /** What it occupies. */
    public Memory memory() {
        return new Memory(replica.pid());
    }

    /**
     * Begins a wave whose jobs do not end before the gate is opened. So what is enqueued waits, but for the few that have
     * started and those that were read ahead.
     *
     * @return its number
     */
    public int waitingWave(int jobs) {
        return begin(jobs, false, false);
    }

    /** Begins a wave whose jobs are processed at once. */
    public int flowingWave(int jobs) {
        return begin(jobs, false, true);
    }

    /** Begins a wave whose jobs are processed at once, and that notes how long each took from when it was due. */
    public int timedWave(int jobs) {
        return begin(jobs, true, true);
    }

    /** Opens the gate, and tells when, in nanoseconds of the monotonic clock. */
    public long open() {
        return Long.parseLong(post("gate", "{}"));
    }

    /** Enqueues the wave's jobs in the process itself, and tells how long that took. */
    public Duration produce(Production production) {
        return Duration.ofNanos(Long.parseLong(post("production", production.json(wave))));
    }

    /**
     * Waits until every job of the wave has started.
     *
     * @return how many starts there were beyond one for each job
     */
    public long awaitStarted() {
        JsonNode end = read(get("wave"));
        return end.path("repeated").asLong() + end.path("foreign").asLong();
    }

    /** How long after it was due each job of a timed wave has started, in nanoseconds. */
    public LongStream delays() {
        JsonNode delays = read(get("delays"));
        return LongStream.range(0, delays.size()).map(n -> delays.get((int) n).asLong());
    }

    /** The bytes that its threads have allocated; negative where the platform does not tell. */
    public long allocated() {
        return Long.parseLong(get("allocated"));
    }

    /** Its heartbeats until now; for a process with one group. */
    public Beats beats() {
        return Beats.parse(replica.management("/q/metrics").body());
    }

    /** How much of its heap it has taken from the system, in MiB. */
    public double heapMib() {
        return sum(HEAP) / BYTES_PER_MIB;
    }

    @Override
    public void close() {
        replica.kill();
    }

    private double owned() {
        return sum(OWNED);
    }

    private double sum(Pattern metric) {
        return metric.matcher(replica.management("/q/metrics").body())
                .results()
                .mapToDouble(line -> Double.parseDouble(line.group(1)))
                .sum();
    }

    private int begin(int jobs, boolean timed, boolean open) {
        wave++;
        post("wave", "{\"id\":%d,\"jobs\":%d,\"timed\":%s,\"open\":%s}".formatted(wave, jobs, timed, open));
        return wave;
    }

    private String post(String path, String json) {
        return body(path, replica.post("/bench/" + path, json, LIMIT));
    }

    private String get(String path) {
        return body(path, replica.get("/bench/" + path, LIMIT));
    }

    private String body(String path, Answer answer) {
        if (answer.status() != OK && answer.status() != NO_CONTENT) {
            throw new IllegalStateException("%s was answered with %d: %s; see the log of %s"
                    .formatted(path, answer.status(), answer.body(), replica.name()));
        }
        return answer.body();
    }

    private JsonNode read(String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
