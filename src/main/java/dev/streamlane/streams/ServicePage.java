package dev.streamlane.streams;

import java.util.List;
import java.util.Optional;

/**
 * Some of a service's streams, in the order of their entry IDs.
 *
 * @param waiting how many streams of the service nobody has read
 * @param assigned how many some consumer has
 * @param unowned how many are nobody's at the moment
 * @param streams the streams of this page
 * @param next the entry ID after which the next page begins; empty if this is the last one
 */
public record ServicePage(
        long waiting, long assigned, long unowned, List<ListedStream> streams, Optional<String> next) {}
