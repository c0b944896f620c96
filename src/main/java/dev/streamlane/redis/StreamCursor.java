package dev.streamlane.redis;

import dev.streamlane.job.StreamEntry;
import dev.streamlane.streams.DataStreams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A position in one data stream: where the last read has ended. */
final class StreamCursor implements DataStreams.Cursor {
    private final RedisDataStreams streams;
    private EntryRead last;

    StreamCursor(RedisDataStreams streams, String stream, String after) {
        this.streams = streams;
        this.last = new EntryRead(stream, after);
    }

    @Override
    public CompletionStage<List<StreamEntry>> next() {
        return ask(Optional.empty());
    }

    @Override
    public CompletionStage<List<StreamEntry>> next(Duration limit) {
        return ask(Optional.of(limit));
    }

    @Override
    public void close() {
        streams.withdraw(last);
    }

    private CompletionStage<List<StreamEntry>> ask(Optional<Duration> limit) {
        last = new EntryRead(last.stream(), last.position());
        streams.ask(last, limit);
        return last.answer();
    }
}
