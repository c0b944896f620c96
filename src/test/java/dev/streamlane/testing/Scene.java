package dev.streamlane.testing;

import dev.streamlane.consumer.Entry;
import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLog.AdoptReply;
import dev.streamlane.consumer.PartitionLog.Pending;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.consumer.PartitionLog.StepReply;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Leases.Acquisition;
import dev.streamlane.partition.GroupId;
import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What contract suites do over and over: one topic, one group, some consumers. */
public final class Scene {
    public static final String TOPIC = "send_email";
    public static final GroupId GROUP = new GroupId(TOPIC, "email_group");
    public static final TopicSettings SETTINGS = new TopicSettings(4, 1000, Overflow.REJECT, Ordering.KEY, 5, 0);
    public static final Consumer ANN = new Consumer("ann", "ann-1", "host-a");
    public static final Consumer BOB = new Consumer("bob", "bob-1", "host-b");

    /** A TTL that does not run out during a test. */
    public static final Duration LONG = Duration.ofMinutes(1);

    /** A TTL that runs out soon. */
    public static final Duration SHORT = Duration.ofMillis(150);

    private static final String LAST_ID = "18446744073709551615-0";

    private final Ports ports;

    public Scene(Ports ports) {
        this.ports = ports;
    }

    /** The same consumer after a restart. */
    public static Consumer reborn(Consumer consumer) {
        return new Consumer(consumer.id(), consumer.incarnation() + "-reborn", consumer.host());
    }

    public static NewEntry job(String id) {
        return new NewEntry(id, "{\"n\":\"" + id + "\"}", "", null, 1_763_781_600_123L, 0, null, null, null);
    }

    /** Appends jobs with these ids to partition 0. */
    public List<String> enqueue(String... ids) {
        List<NewEntry> entries = List.of(ids).stream().map(Scene::job).toList();
        Appended appended = Stages.get(ports.jobs().append(TOPIC, 0, SETTINGS, entries));
        return ((Appended.Written) appended).entryIds();
    }

    /** Appends {@code count} jobs, {@code job-0} and on, to partition 0. */
    public List<String> enqueue(int count) {
        return enqueue(IntStream.range(0, count).mapToObj(i -> "job-" + i).toArray(String[]::new));
    }

    public Acquisition.Granted acquire(Consumer consumer, Duration ttl) {
        return (Acquisition.Granted) ports.leases().acquire(GROUP, 0, consumer, ttl);
    }

    /** Opens the partition, and if the lease is held, for reading. */
    public PartitionLog open(Consumer consumer, long epoch) {
        return readable(ports.logs().open(GROUP, 0, consumer.id(), consumer.incarnation(), epoch, Runnable::run));
    }

    /** Takes the lease and opens the partition. */
    public PartitionLog hold(Consumer consumer, Duration ttl) {
        return open(consumer, acquire(consumer, ttl).epoch());
    }

    /** Opens it for reading; takes over nothing. */
    public static PartitionLog readable(PartitionLog log) {
        Stages.get(log.adopt(LAST_ID, 1));
        return log;
    }

    public static List<Entry> read(PartitionLog log, int count) {
        return taken(log, step(List.of(), count)).entries();
    }

    public static Step step(Collection<String> acked, int read) {
        return new Step(acked, Map.of(), List.of(), null, List.of(), read);
    }

    public static Step running(String... ids) {
        return new Step(List.of(), Map.of(), List.of(ids), null, List.of(), 0);
    }

    public static StepReply.Taken taken(PartitionLog log, Step step) {
        return (StepReply.Taken) Stages.get(log.step(step));
    }

    /** All pending entries, taken over. */
    public static List<Pending> adoptAll(PartitionLog log) {
        return ((AdoptReply.Adopted) Stages.get(log.adopt("0-0", 1000))).entries();
    }

    public static List<String> ids(List<Entry> entries) {
        return entries.stream().map(Entry::id).toList();
    }
}
