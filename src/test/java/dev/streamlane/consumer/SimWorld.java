package dev.streamlane.consumer;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time and everything that is due in it. One seed gives one history. */
final class SimWorld {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Random random;
    private long now = 1;
    private long sequence;

    SimWorld(long seed) {
        this.random = new Random(seed);
    }

    /** Who an event belongs to decides whether it can happen now. */
    interface Owner {
        /** Whether the event is to be dropped for good. */
        boolean gone();

        /** Whether the event has to wait; it is offered again every millisecond. */
        boolean held();
    }

    private static final Owner NOBODY = new Owner() {
        @Override
        public boolean gone() {
            return false;
        }

        @Override
        public boolean held() {
            return false;
        }
    };

    private record Event(long at, long sequence, Owner owner, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
        }
    }

    long nanos() {
        return now;
    }

    Random random() {
        return random;
    }

    /** A uniform duration. */
    long between(Duration least, Duration most) {
        return least.toNanos() + (long) (random.nextDouble() * (most.toNanos() - least.toNanos()));
    }

    void after(long nanos, Runnable task) {
        after(nanos, NOBODY, task);
    }

    void after(long nanos, Owner owner, Runnable task) {
        events.add(new Event(now + nanos, sequence++, owner, task));
    }

    /** Lets time pass. */
    void run(Duration span) {
        run(now + span.toNanos());
    }

    /** Lets time pass until {@code until}; may be called by an event, whose owner is then blocked as long. */
    void run(long until) {
        while (!events.isEmpty() && events.peek().at <= until) {
            Event event = events.poll();
            now = Math.max(now, event.at);
            if (event.owner.gone()) {
                continue;
            }
            if (event.owner.held()) {
                events.add(new Event(now + 1_000_000, event.sequence, event.owner, event.task));
            } else {
                event.task.run();
            }
        }
        now = Math.max(now, until);
    }
}
