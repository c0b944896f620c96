package dev.streamlane.consumer;

import dev.streamlane.topic.Ordering;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Decides which held entries of a partition may start. An entry that must keep an order belongs to a lane; a lane lets one
 * entry out at a time and opens again when that one is {@link #settled}. Entries behind it are parked. Not for use by
 * several threads.
 */
final class PartitionQueue {
    private static final String WHOLE_PARTITION = "";

    private final Ordering ordering;
    private final int maxBytes;
    private final Deque<Held> ready = new ArrayDeque<>();
    private final Map<String, Deque<Held>> lanes = new HashMap<>();
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>();
    private int parked;
    private long bytes;

    /** @param maxBytes how many bytes of bodies to hold; parked entries get at most half of it */
    PartitionQueue(Ordering ordering, int maxBytes) {
        this.ordering = ordering;
        this.maxBytes = maxBytes;
    }

    private record Delayed(Held held, long due) implements Comparable<Delayed> {
        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due - other.due, 0);
        }
    }

    /** Takes an entry in, in the order of entry IDs. */
    void offer(Held held) {
        bytes += held.bodySize();
        if (takesLane(held)) {
            ready.addLast(held);
        }
    }

    /** Takes an entry in that must not start before the monotonic instant {@code due}. */
    void offerDelayed(Held held, long due) {
        bytes += held.bodySize();
        if (takesLane(held)) {
            delay(held, due);
        }
    }

    /**
     * The next up to {@code max} entries that may start together; they leave the queue but keep their lanes. A suspect
     * comes alone.
     */
    List<Held> take(int max) {
        List<Held> taken = new ArrayList<>(Math.min(max, ready.size()));
        while (taken.size() < max
                && !ready.isEmpty()
                && (taken.isEmpty() || !ready.peekFirst().suspect())) {
            Held held = ready.removeFirst();
            bytes -= held.bodySize();
            taken.add(held);
            if (held.suspect()) {
                break;
            }
        }
        return taken;
    }

    /** Puts back, in front and in order, what was taken but could not be started. */
    void putBack(List<Held> taken) {
        for (int i = taken.size() - 1; i >= 0; i--) {
            ready.addFirst(taken.get(i));
            bytes += taken.get(i).bodySize();
        }
    }

    /** Puts back an entry that is to start again at the monotonic instant {@code due}; its lane stays shut till then. */
    void retry(Held held, long due) {
        held.dropBody();
        delay(held, due);
    }

    /** An entry is done with; if it was taken from here, the next of its lane may start. */
    void settled(Held held) {
        if (held.lane() == null) {
            return;
        }
        Held next = lanes.get(held.lane()).pollFirst();
        if (next == null) {
            lanes.remove(held.lane());
        } else {
            parked--;
            ready.addLast(next);
        }
    }

    /** Lets out what is due at the monotonic instant {@code now}. */
    void release(long now) {
        while (!delayed.isEmpty() && delayed.peek().due - now <= 0) {
            ready.addLast(delayed.poll().held);
        }
    }

    /** The nanoseconds until the next delayed entry is due; {@link Long#MAX_VALUE} if there is none. */
    long untilDue(long now) {
        return delayed.isEmpty() ? Long.MAX_VALUE : Math.max(0, delayed.peek().due - now);
    }

    /** Whether a suspect is the next that could start now. */
    boolean suspectIsNext() {
        return !ready.isEmpty() && ready.peekFirst().suspect();
    }

    /** How many could start now. */
    int ready() {
        return ready.size();
    }

    /** How many stand behind another one of their lane. */
    int parked() {
        return parked;
    }

    /** How many wait for their back-off to end. */
    int delayed() {
        return delayed.size();
    }

    /** About how many bytes of bodies it holds. */
    long bytes() {
        return bytes;
    }

    private boolean takesLane(Held held) {
        String lane = lane(held);
        if (lane == null) {
            return true;
        }
        held.enter(lane);
        Deque<Held> followers = lanes.get(lane);
        if (followers == null) {
            lanes.put(lane, new ArrayDeque<>(0));
            return true;
        }
        if (bytes > maxBytes / 2) {
            bytes -= held.bodySize();
            held.dropBody();
        }
        followers.addLast(held);
        parked++;
        return false;
    }

    private void delay(Held held, long due) {
        bytes -= held.bodySize();
        held.dropBody();
        delayed.add(new Delayed(held, due));
    }

    private String lane(Held held) {
        return switch (ordering) {
            case KEY -> held.key();
            case PARTITION -> WHOLE_PARTITION;
            case NONE -> null;
        };
    }
}
