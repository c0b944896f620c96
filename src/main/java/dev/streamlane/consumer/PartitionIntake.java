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

    /** Before anything is known about the size of entries, as many are read as fit if each fills this part of the room. */
    private static final int FIRST_READ = 16;

    private final ConsumerSettings settings;
    private final PartitionQueue queue;
    private final String name;
    private String adoptAfter = BEGINNING;
    private String lastRead;
    private boolean exhausted;
    private boolean full;
    private int unexplained;
    private long averageBytes;
    private boolean promised;
    private boolean expecting;
    private boolean misled;

    /**
     * @param name the partition, for the log
     * @param lastRead the entry ID up to which the group has read
     */
    PartitionIntake(ConsumerSettings settings, PartitionQueue queue, String name, String lastRead) {
        this.settings = settings;
        this.queue = queue;
        this.name = name;
        this.lastRead = lastRead;
        this.averageBytes = Math.max(1, settings.readBytes() / FIRST_READ);
    }

    /** Whether pending entries remain to be taken over; nothing new may be read before. */
    boolean adopting() {
        return adoptAfter != null;
    }

    /** The ID after which to take over pending entries. */
    String adoptAfter() {
        return adoptAfter;
    }

    /** Pending entries up to {@code next} are taken over, {@code null} for all; these are their bodies. */
    void adopted(String next, List<Entry> entries) {
        adoptAfter = next;
        learn(entries);
    }

    /** Some pending entries may be unknown here: looks at all of them again before reading on. */
    void resync() {
        adoptAfter = BEGINNING;
        promised = false;
    }

    /** A call was not answered: perhaps because it asked for too much at once, so the next one asks for less. */
    void unanswered() {
        resync();
        averageBytes = Math.min(settings.readBytes(), averageBytes * 4);
    }

    /**
     * How many entries can be taken in now.
     *
     * @param burying how many are on their way to the dead letters
     */
    int room(int burying) {
        int waiting = queue.parked() + queue.delayed() + burying;
        // With no room for a single one, nothing would ever be read.
        int maxWaiting = Math.max(1, settings.maxParked());
        boolean nowFull = waiting >= (full ? maxWaiting * 3 / 4 : maxWaiting);
        if (nowFull && !full) {
            LOG.warnf("%s stops reading: %d jobs wait behind failing or slow ones (max-parked)", name, waiting);
        }
        full = nowFull;
        if (queue.ready() > settings.readBatch() / 2) {
            return 0; // Few large reads are cheaper than many small ones.
        }
        long bytes = (settings.readBytes() - queue.bytes()) / averageBytes;
        long count = Math.min(settings.readBatch() - queue.ready(), maxWaiting - waiting);
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

    /**
     * A wait for new entries has ended, with or without one. If there has been a read since it began, what arrived may be
     * what was read.
     *
     * @param after the entry after which it waited
     */
    void arrived(boolean something, String after) {
        exhausted = !something;
        promised = something && after.equals(lastRead);
    }

    /** Whether the last wait for new entries ended with one that could not be read: somebody else has read it. */
    boolean misled() {
        return misled;
    }

    /** A read is on its way: it need not see what arrives from now on. */
    void asked() {
        expecting = promised;
        promised = false;
    }

    /** Notes the read that was {@link #asked} for, of up to {@code count} entries. */
    void read(int count, List<Entry> entries) {
        exhausted = entries.size() < count;
        misled = expecting && entries.isEmpty();
        // What arrived meanwhile may be among them.
        promised &= entries.isEmpty();
        learn(entries);
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

    private void learn(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.payload() == null ? 0 : entry.payload().length();
        }
        averageBytes = Math.max(1, Math.max(bytes / entries.size(), averageBytes * 3 / 4));
        String last = entries.get(entries.size() - 1).id();
        // Entries whose delivery was lost with its answer are adopted: waiting for what is behind them would never
        // wait.
        lastRead = later(last, lastRead) ? last : lastRead;
    }

    private static boolean later(String id, String than) {
        String[] a = id.split("-", 2);
        String[] b = than.split("-", 2);
        int millis = Long.compareUnsigned(Long.parseUnsignedLong(a[0]), Long.parseUnsignedLong(b[0]));
        return millis > 0
                || (millis == 0
                        && Long.compareUnsigned(Long.parseUnsignedLong(a[1]), Long.parseUnsignedLong(b[1])) > 0);
    }
}
