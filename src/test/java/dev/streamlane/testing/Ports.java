package dev.streamlane.testing;

import dev.streamlane.consumer.PartitionLogs;
import dev.streamlane.coordination.Leases;
import dev.streamlane.coordination.Membership;
import dev.streamlane.producer.JobLog;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.TopicCatalog;
import java.time.Duration;

/** One store as seen through all of its ports; what the contract suites run on. */
public interface Ports {
    Membership membership();

    Leases leases();

    PartitionLogs logs();

    TopicCatalog topics();

    JobLog jobs();

    Retention retention();

    /** Returns when the store's clock has gone on by {@code duration}. */
    void advance(Duration duration);
}
