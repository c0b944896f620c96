package dev.streamlane.consumer;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives entries back the bodies that were dropped while they waited. */
final class Bodies {
    private Bodies() {}

    /** The IDs of the entries whose body has to be read again. */
    static List<String> missing(List<Held> entries) {
        return entries.stream()
                .filter(held -> held.body() == null)
                .map(Held::id)
                .toList();
    }

    /** Puts bodies back where they are missing; the entries that have none even so, because they are in Redis no more. */
    static List<Held> restore(List<Held> entries, List<Entry> bodies) {
        Map<String, Entry> byId = bodies.stream().collect(Collectors.toMap(Entry::id, Function.identity()));
        entries.stream()
                .filter(held -> held.body() == null && byId.containsKey(held.id()))
                .forEach(held -> held.restoreBody(byId.get(held.id())));
        return entries.stream().filter(held -> held.body() == null).toList();
    }
}
