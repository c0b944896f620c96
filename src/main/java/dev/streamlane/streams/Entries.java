package dev.streamlane.streams;

import dev.streamlane.job.StreamEntry;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The entries of an assigned stream, as its processor sees them: {@link dev.streamlane.job.AssignedStream#entries()} has the
 * rules.
 *
 * @param stream the data stream's name
 * @param after the entry ID after which each iteration begins; {@code "0-0"} for the start
 * @param quiet the time without a new entry that ends an iteration; if absent, none ends
 * @param disowned completes when the stream is not ours any more
 * @param source reads the stream
 */
record Entries(
        String stream, String after, Optional<Duration> quiet, CompletionStage<Void> disowned, DataStreams source)
        implements Iterable<StreamEntry> {
    @Override
    public Iterator<StreamEntry> iterator() {
        return new EntryIterator(this);
    }
}
