package dev.streamlane.coordination;

import dev.streamlane.partition.Lease;
import dev.streamlane.topic.TopicSettings;
import java.util.concurrent.CompletionStage;

/** Runs the partitions that the coordinator has a lease of. */
public interface PartitionHost {
    /**
     * Begins to consume a partition.
     *
     * @param lease the lease as granted
     * @param lastDelivered the entry ID up to which the group has read the stream
     * @param settings the topic's settings
     * @param lost is to be run when the lease, or the partition's consumer group, is found to be gone; it does not block
     */
    PartitionRun start(Lease lease, String lastDelivered, TopicSettings settings, Runnable lost);

    /** One partition being consumed. Calls may come from any thread; none of them blocks. */
    interface PartitionRun {
        /**
         * The lease was renewed.
         *
         * @param lease the lease with its new end of trust
         * @param figures what the renewal saw in Redis
         */
        void renewed(Lease lease, Leases.Renewal figures);

        /** Whether it found the lease, or the partition's consumer group, to be gone, and has ended for that. */
        boolean lost();

        /**
         * Ends consumption in good order: starts nothing more, lets running jobs finish (interrupts them in the end), and
         * writes what there is to write. The stage completes when the lease may be released, and never fails.
         */
        CompletionStage<Void> drain();

        /** Ends consumption at once because the lease is lost: interrupts what runs and writes nothing more. */
        void abandon();
    }
}
