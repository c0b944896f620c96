package dev.streamlane.redis;

import dev.streamlane.execution.EventLoop;
import dev.streamlane.job.StreamEntry;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits for entries of many data streams by one blocking command on a connection of its own. A stream that joins while that
 * command is under way has to end it. A bell does that: a stream of this watch's own, which is read as well. Each new command
 * costs in proportion to the streams that are waited for, so it comes in proportion less often, and finds what came
 * meanwhile.
 */
final class Watch {
    /** The most streams of one command: 10,000 share 40 connections then, and none of them rests for more than 50 ms. */
    static final int MOST_STREAMS = 250;

    private static final Duration SHORTEST_REST = Duration.ofMillis(5);

    /** This part of a rest is worth it even if there has been none for long: it halves the commands. */
    private static final int LINGERING = 10;

    /** Only so that it is not left behind: whoever waits for it hears it at once. */
    private static final Duration BELL_TTL = Duration.ofMinutes(1);

    private final RedisLanes lanes;
    private final RedisLane lane;
    private final RedisLane bells;
    private final EventLoop thread;
    private final String bell;
    private final int readBatch;
    private final Keeper keeper;
    private final Map<String, EntryRead> reads = new HashMap<>();
    private boolean waiting;
    private boolean resting;
    private boolean due;
    private boolean ringing;
    private long rings;
    private Runnable rest = () -> {};
    private Runnable idle = () -> {};

    /** Whom a watch belongs to. */
    interface Keeper {
        /** The watch was cut off: this read has to be looked after. */
        void lost(EntryRead read);

        /** The watch has had nothing to wait for in a while. */
        void idle(Watch watch);
    }

    /**
     * @param bells where bells are rung
     * @param bell the key of its bell, which nobody else uses
     * @param readBatch the most entries of one stream
     */
    Watch(RedisLanes lanes, RedisLane bells, EventLoop thread, String bell, int readBatch, Keeper keeper) {
        this.lanes = lanes;
        this.lane = lanes.open();
        this.bells = bells;
        this.thread = thread;
        this.bell = bell;
        this.readBatch = readBatch;
        this.keeper = keeper;
    }

    boolean full() {
        return reads.size() >= MOST_STREAMS;
    }

    /** Whether a read of that stream is waited for: a command has no place for another one. */
    boolean has(String stream) {
        return reads.containsKey(stream);
    }

    void join(EntryRead read) {
        reads.put(read.stream(), read);
        renew();
    }

    /** Whether it was there. The command under way goes on, and what it brings for it is dropped. */
    boolean leave(EntryRead read) {
        return reads.remove(read.stream(), read);
    }

    void close() {
        lanes.close(lane);
    }

    /** Sees to it that all reads are waited for. */
    private void renew() {
        due = resting;
        if (resting) {
            return;
        }
        if (!waiting) {
            await();
        } else if (!ringing) {
            ring();
        }
    }

    private void await() {
        Duration block = lanes.settings().block();
        idle.run();
        if (reads.isEmpty()) {
            idle = thread.schedule(block, this::endIfIdle);
            return;
        }
        List<EntryRead> asked = List.copyOf(reads.values());
        int count = Math.max(1, Math.min(readBatch, Looks.MOST_ENTRIES / asked.size()));
        Request request = XRead.within(block, asked, count, bell, lastRing());
        waiting = true;
        ringing = false;
        rest(Pace.rest(asked.size(), SHORTEST_REST));
        Replies.onThread(thread, lane.run(target -> target.send(request), block).thenApply(XRead::entries))
                .whenComplete((entries, failure) -> answered(asked, entries, failure));
    }

    private void answered(List<EntryRead> asked, Map<String, List<StreamEntry>> entries, Throwable failure) {
        waiting = false;
        if (failure == null) {
            found(asked, entries);
            linger(asked.size());
        } else {
            rest(lanes.settings().poll());
            lost(asked);
        }
        renew();
    }

    /** Who got entries is often back at once, and seldom alone: all of them share the next command then. */
    private void linger(int streams) {
        if (!resting) {
            rest(Pace.rest(streams, Duration.ZERO).dividedBy(LINGERING));
        }
    }

    private void found(List<EntryRead> asked, Map<String, List<StreamEntry>> entries) {
        for (EntryRead read : asked) {
            if (entries.containsKey(read.stream())) {
                leave(read);
                read.found(entries.get(read.stream()));
            }
        }
    }

    private void lost(List<EntryRead> asked) {
        for (EntryRead read : asked) {
            if (leave(read)) {
                keeper.lost(read);
            }
        }
    }

    /** If it fails, the next read that joins rings again; the command ends in time without it. */
    private void ring() {
        ringing = true;
        rings++;
        ScriptCall ring = ScriptCall.of(Script.RING, List.of(bell), lastRing(), String.valueOf(BELL_TTL.toMillis()));
        Replies.onThread(thread, bells.call(ring)).whenComplete((done, failure) -> ringing &= failure == null);
    }

    private String lastRing() {
        return rings + "-0";
    }

    private void rest(Duration time) {
        rest.run();
        resting = true;
        rest = thread.schedule(time, () -> {
            resting = false;
            if (due) {
                renew();
            }
        });
    }

    private void endIfIdle() {
        if (reads.isEmpty() && !waiting) {
            keeper.idle(this);
        }
    }
}
