package dev.streamlane.group;

import dev.streamlane.streams.EntryId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a group is to begin: at the beginning, at the end, or with the first entry that is not before another.
 *
 * @param text as it was asked for
 * @param first the first entry that is wanted; empty for the end
 */
public record Position(String text, Optional<EntryId> first) {
    /** What a position may be, for messages. */
    public static final String LEGAL =
            "\"beginning\", \"end\", an instant such as \"2026-11-22T16:00:00Z\" that is not in the"
                    + " future, or an entry ID such as \"1795363200000-0\"";

    private static final EntryId BEGINNING = new EntryId(0, 0);
    private static final String END = "end";

    /** At the beginning. */
    public static final Position AT_BEGINNING = new Position("beginning", Optional.of(BEGINNING));

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none, or an instant after {@code now}
     */
    public static Position parse(String text, Instant now) {
        if (text.equals(AT_BEGINNING.text)) {
            return AT_BEGINNING;
        }
        if (text.equals(END)) {
            return new Position(END, Optional.empty());
        }
        return new Position(text, Optional.of(text.contains("T") ? since(text, now) : EntryId.parse(text)));
    }

    /**
     * The entry up to which the group is to count as having read.
     *
     * @param last the last entry ID that the partition has given: what comes later is never skipped
     */
    public EntryId readUpTo(EntryId last) {
        return first.map(Position::before)
                .filter(wanted -> wanted.compareTo(last) < 0)
                .orElse(last);
    }

    private static EntryId since(String text, Instant now) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isAfter(now) || instant.isBefore(Instant.EPOCH)) {
                throw new IllegalArgumentException(text + " is out of bounds");
            }
            return new EntryId(instant.toEpochMilli(), 0);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text + " is no instant", e);
        }
    }

    private static EntryId before(EntryId entry) {
        if (entry.equals(BEGINNING)) {
            return BEGINNING;
        }
        return entry.second() != 0
                ? new EntryId(entry.first(), entry.second() - 1)
                : new EntryId(entry.first() - 1, -1L); // unsigned: the highest
    }
}
