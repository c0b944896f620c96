package dev.streamlane.producer;

import dev.streamlane.partition.Partitioner;
import dev.streamlane.producer.JobLog.NewEntry;
import java.util.ArrayList;
import java.util.List;

/** The part of a batch that goes to one partition, in the order of the batch. */
final class Slice {
    private final int partition;
    private final int[] indexes;
    private final List<NewEntry> entries;

    private Slice(int partition, int size) {
        this.partition = partition;
        this.indexes = new int[size];
        this.entries = new ArrayList<>(size);
    }

    /** Distributes a batch: by key where there is one, in turn where there is none. */
    static List<Slice> of(List<NewEntry> batch, int partitions, Partitioner partitioner) {
        int[] chosen = new int[batch.size()];
        int[] counts = new int[partitions];
        for (int i = 0; i < chosen.length; i++) {
            String key = batch.get(i).key();
            chosen[i] = key == null ? partitioner.next(partitions) : Partitioner.ofKey(key, partitions);
            counts[chosen[i]]++;
        }
        Slice[] byPartition = new Slice[partitions];
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < chosen.length; i++) {
            int partition = chosen[i];
            if (byPartition[partition] == null) {
                byPartition[partition] = new Slice(partition, counts[partition]);
                slices.add(byPartition[partition]);
            }
            byPartition[partition].add(i, batch.get(i));
        }
        return slices;
    }

    private void add(int index, NewEntry entry) {
        indexes[entries.size()] = index;
        entries.add(entry);
    }

    /** The partition it goes to. */
    int partition() {
        return partition;
    }

    /** How many entries it has. */
    int size() {
        return indexes.length;
    }

    /** The entries. */
    List<NewEntry> entries() {
        return entries;
    }

    /** The place in the batch of an entry of this slice. */
    int index(int place) {
        return indexes[place];
    }
}
