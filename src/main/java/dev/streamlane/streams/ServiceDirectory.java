package dev.streamlane.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.streams.AssignmentDecoder.UnreadableException;
import dev.streamlane.streams.ListedStream.Holder;
import dev.streamlane.streams.ListedStream.State;
import dev.streamlane.streams.ServiceListing.Note;
import dev.streamlane.streams.ServiceListing.Owner;
import dev.streamlane.streams.ServiceListing.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Shows the streams of services, whoever added and processes them. Safe for use by many threads. */
@Singleton
public final class ServiceDirectory {
    private final ServiceListing listing;
    private final AssignmentDecoder decoder;

    ServiceDirectory(ServiceListing listing, ObjectMapper mapper, StreamSettings settings) {
        this.listing = listing;
        this.decoder = new AssignmentDecoder(mapper, settings.maxInfo());
    }

    /**
     * Shows a page of a service's streams.
     *
     * @param after the entry ID after which to begin
     * @param count how many streams at most; large ones make the page shorter
     * @return empty if there is no such service; fails with {@link dev.streamlane.topic.StoreUnavailableException}
     */
    public CompletionStage<Optional<ServicePage>> page(String service, EntryId after, int count) {
        return listing.page(service, after.toString(), count).thenApply(found -> found.map(this::page));
    }

    private ServicePage page(ServiceListing.Page page) {
        EntryId lastDelivered = EntryId.parse(page.lastDelivered());
        List<ListedStream> streams =
                page.rows().stream().map(row -> stream(row, lastDelivered)).toList();
        return new ServicePage(
                // Pending entries may have been deleted from the stream by hand.
                Math.max(0, page.length() - page.pending()),
                page.pending() - page.unowned(),
                page.unowned(),
                streams,
                page.more() ? Optional.of(streams.get(streams.size() - 1).entryId()) : Optional.empty());
    }

    private ListedStream stream(Row row, EntryId lastDelivered) {
        try {
            return stream(row, lastDelivered, Optional.of(decoder.decode(row.entry())), Optional.empty());
        } catch (UnreadableException e) {
            return stream(row, lastDelivered, Optional.empty(), Optional.of(e.getMessage()));
        }
    }

    private static ListedStream stream(
            Row row, EntryId lastDelivered, Optional<Assignment> assignment, Optional<String> error) {
        State state = state(row, lastDelivered);
        return new ListedStream(
                row.entry().id(),
                assignment,
                error,
                state,
                row.owner().filter(owner -> state == State.ASSIGNED).map(owner -> holder(owner, row.note())),
                row.note().flatMap(Note::previous),
                row.note().map(note -> OptionalInt.of(note.failures())).orElse(OptionalInt.empty()),
                row.note().flatMap(Note::checkpoint));
    }

    private static State state(Row row, EntryId lastDelivered) {
        if (row.owner().isPresent()) {
            return row.owner().get().consumer().equals(LoadBalancer.NOBODY) ? State.UNOWNED : State.ASSIGNED;
        }
        return EntryId.parse(row.entry().id()).compareTo(lastDelivered) > 0 ? State.WAITING : State.DONE;
    }

    private static Holder holder(Owner owner, Optional<Note> noted) {
        return noted.flatMap(note -> note.heldSince()
                        .map(since -> new Holder(owner.consumer(), since, OptionalLong.of(note.epoch()))))
                .orElseGet(() -> new Holder(owner.consumer(), owner.since(), OptionalLong.empty()));
    }
}
