package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Looks at Load Balancer Streams from outside, and changes nothing. */
public interface ServiceListing {
    /**
     * Reads a page of a service's Load Balancer Stream, in the order of entry IDs. It is at one instant, and ends early
     * where it would become large.
     *
     * @param after the entry ID after which to begin, exclusive; {@code "0-0"} for the start
     * @param count how many entries at most
     * @return empty if there is no such service; fails with {@link dev.streamlane.topic.StoreUnavailableException}
     */
    CompletionStage<Optional<Page>> page(String service, String after, int count);

    /**
     * A part of a Load Balancer Stream, and what is known of the whole.
     *
     * @param length how many entries it has
     * @param pending how many of them are pending
     * @param unowned how many of these are nobody's
     * @param lastDelivered the entry ID up to which the group has read; {@code "0-0"} without a group
     * @param rows the entries of this page
     * @param more whether others follow
     */
    record Page(long length, long pending, long unowned, String lastDelivered, List<Row> rows, boolean more) {}

    /**
     * An entry.
     *
     * @param entry the entry itself
     * @param owner who has it; empty if it is not pending
     * @param note what replicas have noted of it; empty if none ever claimed it
     */
    record Row(Entry entry, Optional<Owner> owner, Optional<Note> note) {}

    /**
     * Who has an entry.
     *
     * @param consumer the name under which it is pending
     * @param since when its idle time began; of a foreign client, when it got the entry
     */
    record Owner(String consumer, Instant since) {}

    /**
     * What replicas have noted of an entry.
     *
     * @param epoch the last fencing token
     * @param heldSince when the replica that has it claimed it; empty if no replica has it
     * @param failures how many attempts have failed since the last checkpoint
     * @param checkpoint the last checkpoint
     * @param previous who had it before; empty if nobody had, or if a foreign client took it from a replica
     */
    record Note(
            long epoch,
            Optional<Instant> heldSince,
            int failures,
            Optional<String> checkpoint,
            Optional<String> previous) {}
}
