package dev.streamlane.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * When to look at which partition next, by the local monotonic clock. Where another replica was faster the last time, this
 * one comes a little later, so that one of them does the work and the others watch. Safe for use by several threads.
 */
final class Agenda {
    /** Small enough to be in time if the other one is gone, large enough for it to be done. */
    static final Duration STEP_BACK = Duration.ofMillis(20);

    private record Entry(long nanos, Place place) {}

    private final Map<Place, Entry> byPlace = new HashMap<>();
    private final TreeSet<Entry> inOrder =
            new TreeSet<>(Comparator.comparing(Entry::nanos, Agenda::compare).thenComparing(Entry::place));
    private final Set<Place> behind = new HashSet<>();

    /** Notes when to look, unless it is to be sooner anyway; whether it is the first of all now. */
    synchronized boolean note(Place place, long nanos) {
        Entry present = byPlace.get(place);
        Entry wanted = new Entry(behind.contains(place) ? nanos + STEP_BACK.toNanos() : nanos, place);
        if (present != null) {
            if (compare(present.nanos, wanted.nanos) <= 0) {
                return false;
            }
            inOrder.remove(present);
        }
        byPlace.put(place, wanted);
        inOrder.add(wanted);
        return inOrder.first().equals(wanted);
    }

    /** Takes off what is to be looked at by now, the most urgent first. */
    synchronized List<Place> take(long now, int most) {
        List<Place> due = new ArrayList<>();
        while (due.size() < most && !inOrder.isEmpty() && compare(inOrder.first().nanos, now) <= 0) {
            Place place = inOrder.pollFirst().place;
            byPlace.remove(place);
            due.add(place);
        }
        return due;
    }

    /** Whether this replica is to come after the others there. */
    synchronized void behind(Place place, boolean is) {
        if (is) {
            behind.add(place);
        } else {
            behind.remove(place);
        }
    }

    /** How long there is nothing to look at; at most {@code most}. */
    synchronized Duration idle(long now, Duration most) {
        if (inOrder.isEmpty()) {
            return most;
        }
        long nanos = Math.max(0, inOrder.first().nanos - now);
        return nanos < most.toNanos() ? Duration.ofNanos(nanos) : most;
    }

    /** Times of that clock may only be compared by their difference. */
    private static int compare(long one, long other) {
        return Long.signum(one - other);
    }
}
