package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.deadletter.Bulk;
import dev.streamlane.deadletter.BulkResult;
import dev.streamlane.streams.EntryId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What came of many dead letters.
 *
 * @param dryRun whether nothing was done: the counts say what would be
 * @param matched how many letters it came to
 * @param replayed how many are where they were
 * @param deleted how many are deleted
 * @param left how many are dead letters still
 * @param reasons why these are left; at most ten different reasons
 * @param cursor what to go on with; absent if it came to the end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "DeadLetterBulk")
record DeadLetterBulkView(
        boolean dryRun,
        long matched,
        Long replayed,
        Long deleted,
        long left,
        List<BulkResult.Reason> reasons,
        String cursor) {
    static DeadLetterBulkView ofReplay(Bulk bulk, BulkResult result) {
        return new DeadLetterBulkView(
                bulk.dryRun(),
                result.matched(),
                result.done(),
                null,
                result.matched() - result.done(),
                result.reasons(),
                cursor(result));
    }

    static DeadLetterBulkView ofDeletion(Bulk bulk, BulkResult result) {
        return new DeadLetterBulkView(
                bulk.dryRun(),
                result.matched(),
                null,
                result.done(),
                result.matched() - result.done(),
                null,
                cursor(result));
    }

    private static String cursor(BulkResult result) {
        return result.cursor().map(EntryId::toString).orElse(null);
    }
}
