package dev.streamlane.streams;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The streams of one service that this replica has. Confined to the service's thread. */
final class HeldStreams {
    private final Map<String, Held> held = new HashMap<>();
    private int strays;

    void add(Held stream) {
        held.put(stream.id(), stream);
    }

    /** It is concluded. */
    void remove(Held stream) {
        held.remove(stream.id(), stream);
    }

    /** It is not ours any more. If its processor runs, that takes its place until it has returned. */
    void abandon(Held stream) {
        held.remove(stream.id(), stream);
        if (stream.running()) {
            strays++;
        }
        stream.abandon();
    }

    /** The processor of an abandoned stream has returned. */
    void strayReturned() {
        strays--;
    }

    boolean contains(String entryId) {
        return held.containsKey(entryId);
    }

    Collection<Held> all() {
        return List.copyOf(held.values());
    }

    int size() {
        return held.size();
    }

    /** How many places are taken. */
    int places() {
        return held.size() + strays;
    }
}
