package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Load;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The streams of one service that this replica has, and the room for more. Confined to the service's thread. */
final class HeldStreams {
    private static final Comparator<Held> URGENCY = Comparator.comparing(
                    (Held held) -> held.assignment().priority())
            .thenComparing(held -> EntryId.parse(held.id()));

    private final int max;
    private final Map<String, Held> held = new HashMap<>();
    private final TreeSet<Held> waiting = new TreeSet<>(URGENCY);
    private int processors;
    private int strays;

    /** @param max how many processors may run */
    HeldStreams(int max) {
        this.max = max;
    }

    /** One whose processor has to wait for its turn. */
    void addWaiting(Held stream) {
        held.put(stream.id(), stream);
        waiting.add(stream);
    }

    /** One that is only to be concluded. */
    void addConcluding(Held stream) {
        stream.concluding();
        held.put(stream.id(), stream);
    }

    boolean contains(String entryId) {
        return held.containsKey(entryId);
    }

    Collection<Held> all() {
        return List.copyOf(held.values());
    }

    /** Those whose processor has not begun. */
    Collection<Held> waiting() {
        return List.copyOf(waiting);
    }

    int size() {
        return held.size();
    }

    /** The most urgent of those whose processor has not begun, if one more may run. */
    Optional<Held> begin() {
        if (processors == max || waiting.isEmpty()) {
            return Optional.empty();
        }
        processors++;
        return Optional.of(waiting.pollFirst());
    }

    /** What has become of it is being written. */
    void conclude(Held stream) {
        waiting.remove(stream);
        stream.concluding();
    }

    /** It is concluded. */
    void remove(Held stream) {
        held.remove(stream.id(), stream);
    }

    /** It is not ours any more. If its processor runs, that counts until it has returned. */
    void abandon(Held stream) {
        waiting.remove(stream);
        held.remove(stream.id(), stream);
        if (stream.running()) {
            strays++;
        }
        stream.abandon();
    }

    /** Whether all that wait, and {@code more} of them, could begin now. */
    boolean roomFor(int more) {
        return processors + waiting.size() + more <= max;
    }

    /** A processor has returned. */
    void returned(Held stream) {
        processors--;
        if (stream.state() == Held.State.ABANDONED) {
            strays--;
        }
    }

    /**
     * What this replica has and can take.
     *
     * @param claiming how many are about to come
     */
    Load load(int claiming) {
        return new Load(held.size() + claiming, Math.max(0, max - held.size() - strays - claiming));
    }
}
