package dev.streamlane.deadletter;

import dev.streamlane.streams.EntryId;
import java.util.List;
import java.util.Optional;

/**
 * What came of a call that deals with many dead letters.
 *
 * @param matched how many it came to; on a dry run, how many it would have dealt with
 * @param done how many it has dealt with
 * @param reasons why others are left
 * @param cursor where to go on; empty if it came to the end
 */
public record BulkResult(long matched, long done, List<Reason> reasons, Optional<EntryId> cursor) {
    /**
     * Why some letters are left.
     *
     * @param detail a sentence
     * @param count how many
     * @param example the id of one
     */
    public record Reason(String detail, long count, String example) {}
}
