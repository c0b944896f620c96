package dev.streamlane.streams;

import dev.streamlane.job.StreamEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads data streams: many of them over few connections. May be used from any thread. */
public interface DataStreams {
    /**
     * Opens a stream for reading. It need not exist yet. That alone costs nothing in Redis, and needs not be closed.
     *
     * @param name its key in Redis
     * @param after the entry ID after which to begin, exclusive; {@code "0-0"} for the start
     */
    Cursor open(String name, String after);

    /**
     * A position in one stream, which moves on with the entries that it gives. For one reader at a time: nothing is to be
     * asked of it before it has answered, and nothing is read before it is asked for.
     *
     * <p>Its stages fail with {@link dev.streamlane.topic.StoreUnavailableException} if Redis does not answer, but only after
     * a moment, so that whoever asks again at once keeps nobody busy; and with {@link IllegalStateException} if the key is
     * not a stream.
     */
    interface Cursor extends AutoCloseable {
        /**
         * The next entries, as soon as there are any, in order: at least one, and at most {@code
         * streamlane.streams.read-batch}.
         */
        CompletionStage<List<StreamEntry>> next();

        /**
         * As {@link #next()}, but an empty list if Redis says that none have come within that time.
         *
         * @param limit how long to wait; zero for the entries that are there now
         */
        CompletionStage<List<StreamEntry>> next(Duration limit);

        /** Reads no more; a stage that waits never completes. */
        @Override
        void close();
    }
}
