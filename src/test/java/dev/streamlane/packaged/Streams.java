package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.RespConnection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The stream service of the ledger application, as its producers and redis-cli see it. */
record Streams(Cluster cluster) {
    private static final String LBS = "ledger-input";
    private static final String GROUP = "ledger-group";
    private static final String LOCKS = "*<MUTEX_KEY_SEP>*";
    private static final List<String> NOTHING_PENDING = List.of("0", "null", "null", "null");
    private static final String NOTHING = "-";
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /**
     * Adds data streams that are all there, and then assigns them.
     *
     * @param prefix what their names begin with; the rest are numbers from 0
     * @param entries how many entries each of them has
     * @param millis how long each entry takes
     */
    void add(String prefix, int count, int entries, int millis) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        try (RespConnection redis = new RespConnection(cluster.client().port())) {
            for (String name : names) {
                for (int entry = 1; entry < entries; entry++) {
                    redis.call("XADD", name, id(entry), "millis", String.valueOf(millis));
                }
                redis.call("XADD", name, id(entries), "millis", String.valueOf(millis), "last", "yes");
            }
            names.forEach(name -> assign(redis, name));
        }
    }

    /** Assigns data streams that stay empty, so that whoever has one keeps it. */
    void addEndless(String prefix, int count) {
        try (RespConnection redis = new RespConnection(cluster.client().port())) {
            IntStream.range(0, count).forEach(i -> assign(redis, prefix + i));
        }
    }

    /** Waits until so many streams are done. */
    void awaitDone(int count) {
        await(count + " streams are done")
                .atMost(LIMIT)
                .until(() -> cluster.streams().done() >= count);
    }

    /** Waits until the service has nothing left: no assignment, none pending, no lock. */
    void awaitNothingLeft() {
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(length()).as("assignments").isZero();
            assertThat(pending()).as("pending").isEqualTo(NOTHING_PENDING);
            assertThat(locks()).as("locks").isEmpty();
        });
    }

    /** How many entries are pending under the name of this replica. */
    long pendingOf(Replica replica) {
        List<?> consumers = (List<?>) ((List<?>) cluster.client().call("XPENDING", LBS, GROUP)).get(3);
        if (consumers == null) {
            return 0;
        }
        return consumers.stream()
                .map(consumer -> (List<?>) consumer)
                .filter(consumer -> consumer.get(0).equals("redis-consumer-" + replica.name()))
                .mapToLong(consumer -> Long.parseLong((String) consumer.get(1)))
                .sum();
    }

    /** How many entries of a stream come up to this one. */
    static int position(String entryId) {
        return entryId.equals(NOTHING) ? 0 : Integer.parseInt(entryId.substring(entryId.indexOf('-') + 1));
    }

    private static String id(int position) {
        return "1-" + position;
    }

    private static void assign(RespConnection redis, String name) {
        redis.call("XADD", LBS, "*", "lbs-input", "{\"DataStreamName\":\"%s\",\"Info\":{}}".formatted(name));
    }

    private long length() {
        return (Long) cluster.client().call("XLEN", LBS);
    }

    private List<String> pending() {
        return cluster.client().texts("XPENDING", LBS, GROUP);
    }

    private List<String> locks() {
        return cluster.client().texts("KEYS", LOCKS);
    }
}
