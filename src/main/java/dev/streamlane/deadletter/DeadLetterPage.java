package dev.streamlane.deadletter;

import dev.streamlane.streams.EntryId;
import java.util.List;
import java.util.Optional;

/**
 * Some dead letters, the newest first.
 *
 * @param total how many there are altogether, whatever the filter says
 * @param letters those of this page; of two lines about one death only the first
 * @param cursor where the next page begins; empty if this is the last one
 */
public record DeadLetterPage(long total, List<DeadLetter> letters, Optional<EntryId> cursor) {}
