package dev.streamlane.streams;

import dev.streamlane.job.StreamEntry;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads data streams: many of them over few connections. May be used from any thread. */
public interface DataStreams {
    /**
     * Opens a stream for reading. It need not exist yet.
     *
     * @param name its key in Redis
     * @param after the entry ID after which to begin, exclusive; {@code "0-0"} for the start
     */
    Cursor open(String name, String after);

    /** A position in one stream. For one reader at a time. */
    interface Cursor extends AutoCloseable {
        /**
         * The next entries, as soon as there are any, in order; at most {@code streamlane.streams.read-batch}. Nothing is
         * read before it is asked for. Not to be called again before the last stage has completed.
         *
         * @return fails with {@link dev.streamlane.topic.StoreUnavailableException} if Redis does not answer, after a
         *     moment: then it may be called again; and with {@link IllegalStateException} if the key is not a stream
         */
        CompletionStage<List<StreamEntry>> next();

        /** Reads no more; a stage that waits never completes. */
        @Override
        void close();
    }
}
