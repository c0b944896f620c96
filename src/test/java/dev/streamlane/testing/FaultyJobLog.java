package dev.streamlane.testing;

import dev.streamlane.producer.JobLog;
import dev.streamlane.topic.StoreFullException;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands before another log, and goes wrong in the partitions it is told to. */
public final class FaultyJobLog implements JobLog {
    private final JobLog delegate;
    private final Map<Integer, Fault> faults = new HashMap<>();

    /** How a partition goes wrong. */
    public enum Fault {
        /** Nothing is written and nobody answers. */
        LOST_REQUEST,
        /** Nothing is written, and Redis says so. */
        REFUSED,
        /** All is written and nobody answers. */
        LOST_REPLY,
        /** All is written, and no replica confirms. */
        UNCONFIRMED
    }

    /** A log that is in order so far. */
    public FaultyJobLog(JobLog delegate) {
        this.delegate = delegate;
    }

    /** The partition goes wrong from now on. */
    public void fail(int partition, Fault fault) {
        faults.put(partition, fault);
    }

    @Override
    public CompletionStage<Appended> append(
            String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        Fault fault = faults.get(partition);
        if (fault == Fault.LOST_REQUEST) {
            return CompletableFuture.failedStage(new StoreUnavailableException("no answer", null));
        }
        if (fault == Fault.REFUSED) {
            return CompletableFuture.failedStage(new StoreFullException("no memory", null));
        }
        CompletionStage<Appended> appended = delegate.append(topic, partition, settings, entries);
        if (fault == null) {
            return appended;
        }
        return appended.thenCompose(answer -> fault == Fault.LOST_REPLY
                ? CompletableFuture.failedStage(new StoreUnavailableException("no answer", null))
                : CompletableFuture.completedStage(
                        new Appended.Unconfirmed(((Appended.Written) answer).entryIds(), 0)));
    }
}
