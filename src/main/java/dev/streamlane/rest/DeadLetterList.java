package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.deadletter.DeadLetterPage;
import dev.streamlane.streams.EntryId;
import java.util.List;

/**
 * A page of dead letters.
 *
 * @param total how many there are altogether
 * @param deadLetters those of this page, the newest first
 * @param cursor what to ask for to get the next page, which may have more even if this one has none; absent if this is the
 *     last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterList(long total, List<DeadLetterView> deadLetters, String cursor) {
    static DeadLetterList of(DeadLetterPage page) {
        return new DeadLetterList(
                page.total(),
                page.letters().stream().map(DeadLetterView::brief).toList(),
                page.cursor().map(EntryId::toString).orElse(null));
    }
}
