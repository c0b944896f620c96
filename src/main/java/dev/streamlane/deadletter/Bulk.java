package dev.streamlane.deadletter;

import dev.streamlane.streams.EntryId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to do with many dead letters, the oldest first.
 *
 * @param filter which of them
 * @param dryRun whether to only say what would be done
 * @param limit how many at most
 * @param rate how many a second at most
 * @param cursor the letter to go on behind
 */
public record Bulk(Filter filter, boolean dryRun, int limit, OptionalInt rate, Optional<EntryId> cursor) {}
