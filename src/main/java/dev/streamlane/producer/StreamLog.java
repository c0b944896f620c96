package dev.streamlane.producer;

import java.util.concurrent.CompletionStage;

/** Writes to the Load Balancer Streams of stream services. */
public interface StreamLog {
    /**
     * Appends an assignment to a service's Load Balancer Stream, which it creates if need be.
     *
     * @param assignment JSON text
     * @param maxLength how many entries the Load Balancer Stream may have then; 0 for no bound
     * @return what came of it; a stage that fails with {@link dev.streamlane.topic.StoreUnavailableException} leaves open
     *     whether it was written, unless that says that nothing was touched
     */
    CompletionStage<Added> add(String service, String assignment, long maxLength);

    /** The answer to {@link #add}. */
    sealed interface Added {
        /**
         * It is written.
         *
         * @param entryId its entry ID
         */
        record Written(String entryId) implements Added {}

        /**
         * It is not written: the Load Balancer Stream is full.
         *
         * @param length how many entries it has
         */
        record Full(long length) implements Added {}

        /**
         * Written, but fewer replicas of Redis than asked for have confirmed it in time.
         *
         * @param entryId its entry ID
         * @param replicas how many have
         */
        record Unconfirmed(String entryId, int replicas) implements Added {}
    }
}
