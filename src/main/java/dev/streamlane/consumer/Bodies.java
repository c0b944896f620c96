package dev.streamlane.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives entries back the bodies that were dropped while they waited. */
final class Bodies {
    private Bodies() {}

    /** The IDs of the entries whose body has to be read again. */
    static List<String> missing(List<Held> entries) {
        List<String> missing = new ArrayList<>(0);
        for (Held held : entries) {
            if (held.body() == null) {
                missing.add(held.id());
            }
        }
        return missing;
    }

    /** Puts bodies back where they are missing; the entries that have none even so, because they are in Redis no more. */
    static List<Held> restore(List<Held> entries, List<Entry> bodies) {
        Map<String, Entry> byId = bodies.stream().collect(Collectors.toMap(Entry::id, Function.identity()));
        List<Held> gone = new ArrayList<>(0);
        for (Held held : entries) {
            if (held.body() == null) {
                held.restoreBody(byId.get(held.id()));
            }
            if (held.body() == null) {
                gone.add(held);
            }
        }
        return gone;
    }
}
