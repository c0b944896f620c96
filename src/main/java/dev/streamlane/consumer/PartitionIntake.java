package dev.streamlane.consumer;

import java.util.List;
import org.jboss.logging.Logger;

/**
 * How much of a partition to take in, and from where: first all entries that are pending already, then new ones. Never more
 * than can soon be started. Confined to the group's thread.
 */
final class PartitionIntake {
    private static final Logger LOG = Logger.getLogger(PartitionIntake.class);
    private static final String BEGINNING = "0-0";

    private final ConsumerSettings settings;
    private final PartitionQueue queue;
    private final String name;
    private String adoptAfter = BEGINNING;
    private String lastRead;
    private boolean exhausted;
    private boolean full;
    private int unexplained;
    private long averageBytes = 1;

    /**
     * @param name the partition, for the log
     * @param lastRead the entry ID up to which the group has read
     */
    PartitionIntake(ConsumerSettings settings, PartitionQueue queue, String name, String lastRead) {
        this.settings = settings;
        this.queue = queue;
        this.name = name;
        this.lastRead = lastRead;
    }

    /** Whether pending entries remain to be taken over; nothing new may be read before. */
    boolean adopting() {
        return adoptAfter != null;
    }

    /** The ID after which to take over pending entries. */
    String adoptAfter() {
        return adoptAfter;
    }

    /** Pending entries up to {@code next} are taken over; {@code null} for all. */
    void adopted(String next) {
        adoptAfter = next;
    }

    /** Some pending entries may be unknown here: looks at all of them again before reading on. */
    void resync() {
        adoptAfter = BEGINNING;
    }

    /** How many entries can be taken in now. */
    int room() {
        int waiting = queue.parked() + queue.delayed();
        boolean nowFull = waiting >= settings.maxParked();
        if (nowFull && !full) {
            LOG.warnf("%s stops reading: %d jobs wait behind failing or slow ones (max-parked)", name, waiting);
        }
        full = nowFull;
        long bytes = (settings.readBytes() - queue.bytes()) / averageBytes;
        long count = Math.min(settings.readBatch() - queue.ready(), settings.maxParked() - waiting);
        return (int) Math.max(0, Math.min(count, queue.ready() == 0 ? Math.max(bytes, 1) : bytes));
    }

    /** Whether all there was has been read. */
    boolean exhausted() {
        return exhausted;
    }

    /** The last entry that was read. */
    String lastRead() {
        return lastRead;
    }

    /** A wait for new entries has ended, with or without one. */
    void arrived(boolean something) {
        exhausted = !something;
    }

    /** Notes a read of up to {@code asked} entries. */
    void read(int asked, List<Entry> entries) {
        exhausted = entries.size() < asked;
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.payload() == null ? 0 : entry.payload().length();
        }
        if (!entries.isEmpty()) {
            lastRead = entries.get(entries.size() - 1).id();
            averageBytes = Math.max(1, Math.max(bytes / entries.size(), averageBytes * 3 / 4));
        }
    }

    /**
     * Compares what Redis counts as pending with what is held here. A single difference may come from a step under way; two
     * in a row mean that somebody else read in this group's name.
     */
    void compare(long pending, int held) {
        unexplained = pending > held ? unexplained + 1 : 0;
        if (unexplained == 2) {
            unexplained = 0;
            resync();
        }
    }
}
