package dev.streamlane.producer;

import dev.streamlane.partition.Partitioner;
import dev.streamlane.producer.JobLog.NewEntry;
import java.util.ArrayList;
import java.util.List;

/** The part of a batch that goes to one partition, at once or when it is due, in the order of the batch. */
final class Slice {
    private final int partition;
    private final boolean delayed;
    private final int[] indexes;
    private final List<NewEntry> entries;

    private Slice(int partition, boolean delayed, int size) {
        this.partition = partition;
        this.delayed = delayed;
        this.indexes = new int[size];
        this.entries = new ArrayList<>(size);
    }

    /** Distributes a batch: by key where there is one, in turn where there is none of either kind. */
    static List<Slice> of(List<NewEntry> batch, int partitions, Partitioner partitioner) {
        int[] chosen = new int[batch.size()];
        // What is delayed goes apart, behind the others.
        int[] counts = new int[2 * partitions];
        for (int i = 0; i < chosen.length; i++) {
            int partition = partition(batch.get(i), partitions, partitioner);
            chosen[i] = batch.get(i).due() == null ? partition : partitions + partition;
            counts[chosen[i]]++;
        }
        Slice[] byPlace = new Slice[counts.length];
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < chosen.length; i++) {
            int place = chosen[i];
            if (byPlace[place] == null) {
                byPlace[place] = new Slice(place % partitions, place >= partitions, counts[place]);
                slices.add(byPlace[place]);
            }
            byPlace[place].add(i, batch.get(i));
        }
        return slices;
    }

    /** What comes again with its idempotency key has to come to where it was before. */
    private static int partition(NewEntry entry, int partitions, Partitioner partitioner) {
        if (entry.key() != null) {
            return Partitioner.ofKey(entry.key(), partitions);
        }
        return entry.once() != null ? Partitioner.ofKey(entry.once().key(), partitions) : partitioner.next(partitions);
    }

    private void add(int index, NewEntry entry) {
        indexes[entries.size()] = index;
        entries.add(entry);
    }

    /** The partition it goes to. */
    int partition() {
        return partition;
    }

    /** Whether its entries are kept until they are due. */
    boolean delayed() {
        return delayed;
    }

    /** How many entries it has. */
    int size() {
        return indexes.length;
    }

    /** The entries. */
    List<NewEntry> entries() {
        return entries;
    }

    /** Whether some entry has an idempotency key. */
    boolean once() {
        return entries.stream().anyMatch(entry -> entry.once() != null);
    }

    /** The place in the batch of an entry of this slice. */
    int index(int place) {
        return indexes[place];
    }
}
