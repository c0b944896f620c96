package dev.streamlane.redis;

import dev.streamlane.group.Position;
import dev.streamlane.streams.EntryId;
import io.vertx.redis.client.Response;

/**
 * Where a group begins in one partition.
 *
 * @param after the entry ID up to which it counts as having read
 * @param read how many entries the partition has been given until there, -1 if nobody knows; without it Redis cannot tell how
 *     many are to be read
 */
record Beginning(String after, long read) {
    private static final long UNKNOWN = -1;

    /** That of the partition. */
    static final Beginning FIRST = new Beginning("0-0", UNKNOWN);

    /**
     * Finds it.
     *
     * @param end what {@link Script#PARTITION_END} tells
     */
    static Beginning of(Position position, Response end) {
        EntryId last = EntryId.parse(Replies.text(end, 0));
        EntryId after = position.readUpTo(last);
        return new Beginning(after.toString(), after.equals(last) ? Replies.number(end, 1) : UNKNOWN);
    }

    static Beginning parse(String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? new Beginning(text, UNKNOWN)
                : new Beginning(text.substring(0, space), Long.parseLong(text.substring(space + 1)));
    }

    /** For {@link #parse}. */
    String text() {
        return after + " " + read;
    }
}
