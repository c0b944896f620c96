package dev.streamlane.testing;

import dev.streamlane.producer.DelayLog;
import dev.streamlane.producer.JobLog;
import dev.streamlane.producer.Once;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.TopicSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Partitions in memory, with groups that have finished them up to some entry, and delayed jobs that are never due. */
public final class InMemoryPartitions implements JobLog, DelayLog, Retention {
    /**
     * An entry as it was written.
     *
     * @param sequence the number in its entry ID
     * @param entry what was written
     */
    public record Stored(long sequence, NewEntry entry) {}

    private final Map<String, List<Stored>> streams = new TreeMap<>();
    /** By partition and idempotency key. */
    private final Map<String, Map<String, Stored>> known = new TreeMap<>();
    /** By topic, group and partition: the sequence up to which the group has finished. */
    private final Map<String, Map<String, Map<Integer, Long>>> finished = new TreeMap<>();

    /** How many delayed jobs a partition may have. */
    public static final int MAX_DELAYED = 5;

    private final Map<String, List<NewEntry>> delayed = new TreeMap<>();
    private long sequence;
    private int trims;

    @Override
    public synchronized CompletionStage<Appended> append(
            String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        Appended.Clash clash = clash(topic, partition, entries);
        if (!clash.places().isEmpty()) {
            return CompletableFuture.completedStage(clash);
        }
        List<Stored> stream = stream(topic, partition);
        if (settings.maxLength() > 0 && stream.size() + entries.size() > settings.maxLength()) {
            if (settings.overflow() == Overflow.REJECT) {
                return CompletableFuture.completedStage(new Appended.Full(stream.size(), pin(topic, partition)));
            }
            long surplus = Math.min(stream.size(), stream.size() + entries.size() - settings.maxLength());
            stream.subList(0, (int) surplus).clear();
        }
        List<String> entryIds = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (NewEntry entry : entries) {
            Stored stored = new Stored(sequence + 1, entry);
            Stored first = entry.once() == null
                    ? stored
                    : known(topic, partition).computeIfAbsent(entry.once().key(), key -> stored);
            if (first.equals(stored)) {
                stream.add(stored);
                sequence++;
            }
            entryIds.add("1-" + first.sequence());
            ids.add(first.entry().id());
        }
        boolean once = entries.stream().anyMatch(entry -> entry.once() != null);
        return CompletableFuture.completedStage(
                once ? new Appended.Once(entryIds, ids) : new Appended.Written(entryIds));
    }

    @Override
    public synchronized CompletionStage<Appended> look(
            String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        Appended.Clash clash = clash(topic, partition, entries);
        return CompletableFuture.completedStage(
                clash.places().isEmpty() ? new Appended.Once(List.of(), List.of()) : clash);
    }

    private Appended.Clash clash(String topic, int partition, List<NewEntry> entries) {
        return new Appended.Clash(IntStream.range(0, entries.size())
                .filter(i -> {
                    Once once = entries.get(i).once();
                    Stored first = once == null ? null : known(topic, partition).get(once.key());
                    return first != null && !first.entry().once().equals(once);
                })
                .boxed()
                .toList());
    }

    private Map<String, Stored> known(String topic, int partition) {
        return known.computeIfAbsent(topic + ":" + partition, name -> new TreeMap<>());
    }

    @Override
    public synchronized CompletionStage<Room> makeRoom(String topic, int partition, TopicSettings settings) {
        trims++;
        List<Stored> stream = stream(topic, partition);
        long safe = safe(topic, partition);
        while (!stream.isEmpty()
                && stream.size() > settings.maxLength()
                && stream.get(0).sequence() <= safe) {
            stream.remove(0);
        }
        long free = Math.max(0, settings.maxLength() - stream.size());
        return CompletableFuture.completedStage(new Room(stream.size(), free, pin(topic, partition)));
    }

    @Override
    public synchronized CompletionStage<Appended> keep(
            String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        List<NewEntry> kept = delayed(topic, partition);
        if (kept.size() + entries.size() > MAX_DELAYED) {
            return CompletableFuture.completedStage(new Appended.Full(kept.size(), null));
        }
        kept.addAll(entries);
        List<Instant> runAts = entries.stream()
                .map(entry -> Instant.ofEpochMilli(entry.due().millis()))
                .toList();
        return CompletableFuture.completedStage(new Appended.Kept(runAts, Map.of()));
    }

    @Override
    public synchronized CompletionStage<Room> room(String topic, int partition) {
        int kept = delayed(topic, partition).size();
        return CompletableFuture.completedStage(new Room(kept, MAX_DELAYED - kept, null));
    }

    @Override
    public long limit() {
        return MAX_DELAYED;
    }

    /** The delayed jobs of a partition, in the order in which they came. */
    public synchronized List<NewEntry> delayed(String topic, int partition) {
        return delayed.computeIfAbsent(topic + ":" + partition, key -> new ArrayList<>());
    }

    /** Registers a group, which has finished nothing of the topic so far. */
    public synchronized void join(String topic, String group) {
        finished.computeIfAbsent(topic, name -> new TreeMap<>()).putIfAbsent(group, new TreeMap<>());
    }

    /** The group has finished all that stands in the partition now. */
    public synchronized void finish(String topic, String group, int partition) {
        join(topic, group);
        finished.get(topic).get(group).put(partition, sequence);
    }

    /** What stands in a partition, in its order. */
    public synchronized List<NewEntry> entries(String topic, int partition) {
        return stream(topic, partition).stream().map(Stored::entry).toList();
    }

    /** What stands in all partitions of a topic, partition by partition. */
    public synchronized List<NewEntry> entries(String topic) {
        return streams.entrySet().stream()
                .filter(stream -> stream.getKey().startsWith(topic + ":"))
                .flatMap(stream -> stream.getValue().stream())
                .map(Stored::entry)
                .toList();
    }

    /** How often somebody asked for trimming. */
    public synchronized int trims() {
        return trims;
    }

    private long safe(String topic, int partition) {
        return finished.getOrDefault(topic, Map.of()).values().stream()
                .mapToLong(partitions -> partitions.getOrDefault(partition, 0L))
                .min()
                .orElse(0);
    }

    private String pin(String topic, int partition) {
        List<Stored> stream = stream(topic, partition);
        long oldest = stream.isEmpty() ? Long.MAX_VALUE : stream.get(0).sequence();
        return finished.getOrDefault(topic, Map.of()).entrySet().stream()
                .filter(group -> group.getValue().getOrDefault(partition, 0L) < oldest)
                .min(Comparator.comparing(group -> group.getValue().getOrDefault(partition, 0L)))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private List<Stored> stream(String topic, int partition) {
        return streams.computeIfAbsent(topic + ":" + partition, key -> new ArrayList<>());
    }
}
