package dev.streamlane.consumer;

import dev.streamlane.partition.GroupId;
import java.util.concurrent.Executor;

/** Opens partitions for the holder of their lease. */
public interface PartitionLogs {
    /**
     * @param group the group
     * @param partition the partition
     * @param consumer the consumer id that entries are read under
     * @param incarnation the first half of the fence
     * @param epoch the second half of the fence
     * @param thread where all stages of the log complete
     */
    PartitionLog open(GroupId group, int partition, String consumer, String incarnation, long epoch, Executor thread);
}
