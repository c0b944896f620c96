package dev.streamlane.consumer;

/** Hears what happens to a partition's consumer that concerns others in the process. Called on the group's thread. */
interface PartitionListener {
    /** The lease was found to be lost. */
    void lost();

    /** A slot that others may be waiting for is free: all partitions get their turn, this one included. */
    void freed();

    /** This consumer takes slots now: others come first when some are free again. */
    void starting(PartitionConsumer consumer);

    /** This consumer has ended. */
    void closed(PartitionConsumer consumer);
}
