package dev.streamlane.deadletter;

import dev.streamlane.streams.EntryId;
import java.util.Optional;

/**
 * A part of a stream.
 *
 * @param after it begins behind this entry
 * @param before it ends in front of this one
 */
public record Span(Optional<EntryId> after, Optional<EntryId> before) {
    private static final EntryId FIRST = new EntryId(0, 0);
    private static final EntryId LAST = new EntryId(-1, -1);

    /** Whether no entry can be there: Redis refuses to look behind the last possible one, or in front of the first. */
    public boolean isEmpty() {
        return before.filter(FIRST::equals).isPresent()
                || after.filter(LAST::equals).isPresent();
    }

    /** What of it is behind an entry. */
    Span after(EntryId id) {
        return after.isPresent() && after.get().compareTo(id) > 0 ? this : new Span(Optional.of(id), before);
    }

    /** What of it is in front of an entry. */
    Span before(EntryId id) {
        return before.isPresent() && before.get().compareTo(id) < 0 ? this : new Span(after, Optional.of(id));
    }

    /** What of it comes next when one has come to an entry. */
    Span beyond(EntryId id, Order order) {
        return order == Order.OLDEST_FIRST ? after(id) : before(id);
    }
}
