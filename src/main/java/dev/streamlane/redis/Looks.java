package dev.streamlane.redis;

import dev.streamlane.execution.EventLoop;
import dev.streamlane.job.StreamEntry;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads what is in data streams now, without waiting. What was asked for while others were under way shares a command; one
 * that is refused is repeated for each of its streams, so that a bad key fails nobody but those who read it. Commands become
 * narrower when they are not answered in time, as happens where entries are very large, and widen again when they are.
 */
final class Looks {
    /** What one command may bring, in entries of all its streams: Redis serves others soon, and the reply is not too big. */
    static final int MOST_ENTRIES = 2000;

    /** How many commands may be under way: Redis reads while we do, and what is asked for meanwhile shares the next one. */
    private static final int MOST_COMMANDS = 4;

    private final RedisLane lane;
    private final EventLoop thread;
    private final int count;
    private final int widest;
    private final int commands;
    private final Duration pause;
    private final Consumer<EntryRead> nothing;
    private final Set<EntryRead> queue = new LinkedHashSet<>();
    private int width;
    private int underWay;
    private boolean scheduled;

    /**
     * @param readBatch the most entries of one stream
     * @param single whether each stream needs a command of its own
     * @param pause how long a failure is kept back
     * @param nothing gets the reads that found nothing
     */
    Looks(
            RedisLane lane,
            EventLoop thread,
            int readBatch,
            boolean single,
            Duration pause,
            Consumer<EntryRead> nothing) {
        int streams = Math.max(1, MOST_ENTRIES / readBatch);
        this.lane = lane;
        this.thread = thread;
        this.count = readBatch;
        this.widest = single ? 1 : streams;
        this.commands = single ? MOST_COMMANDS * streams : MOST_COMMANDS;
        this.pause = pause;
        this.nothing = nothing;
        this.width = widest;
    }

    void add(EntryRead read) {
        queue.add(read);
        schedule();
    }

    void remove(EntryRead read) {
        queue.remove(read);
    }

    /** After what else waits for the thread now, which is likely to be more reads. */
    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            thread.execute(this::look);
        }
    }

    private void look() {
        scheduled = false;
        while (!queue.isEmpty() && underWay < commands) {
            look(next());
        }
    }

    private List<EntryRead> next() {
        Map<String, EntryRead> chosen = new LinkedHashMap<>();
        Iterator<EntryRead> waiting = queue.iterator();
        while (waiting.hasNext() && chosen.size() < width) {
            EntryRead read = waiting.next();
            if (chosen.putIfAbsent(read.stream(), read) == null) {
                waiting.remove();
            }
        }
        return List.copyOf(chosen.values());
    }

    private void look(List<EntryRead> reads) {
        underWay++;
        Replies.onThread(thread, lane.send(XRead.now(reads, count)).thenApply(XRead::entries))
                .whenComplete((entries, failure) -> {
                    underWay--;
                    if (failure == null) {
                        answered(reads, entries);
                    } else if (RedisFailure.isRefusal(failure)) {
                        refused(reads, failure);
                    } else {
                        width = Math.max(1, width / 2);
                        failed(reads, failure);
                    }
                    schedule();
                });
    }

    private void answered(List<EntryRead> reads, Map<String, List<StreamEntry>> entries) {
        width = Math.min(width + 1, widest);
        for (EntryRead read : reads) {
            List<StreamEntry> found = entries.get(read.stream());
            if (found != null) {
                read.found(found);
            } else if (!read.over()) {
                nothing.accept(read);
            }
        }
    }

    private void refused(List<EntryRead> reads, Throwable failure) {
        if (reads.size() > 1) {
            reads.forEach(read -> look(List.of(read)));
        } else if (RedisFailure.isAboutKey(failure)) {
            EntryRead read = reads.get(0);
            read.failed(new IllegalStateException(
                    "The key " + read.stream() + " cannot be read as a stream: " + failure.getMessage(), failure));
        } else {
            failed(reads, failure);
        }
    }

    private void failed(List<EntryRead> reads, Throwable failure) {
        thread.schedule(pause, () -> reads.forEach(read -> read.failed(failure)));
    }
}
