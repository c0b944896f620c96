package dev.streamlane.testing;

import dev.streamlane.producer.DelayLog;
import dev.streamlane.producer.JobLog;
import dev.streamlane.topic.Retention.Room;
import dev.streamlane.topic.StoreFullException;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Stands before another log, and goes wrong in the partitions it is told to. */
public final class FaultyJobLog implements JobLog, DelayLog {
    private final InMemoryPartitions delegate;
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
    public FaultyJobLog(InMemoryPartitions delegate) {
        this.delegate = delegate;
    }

    /** The partition goes wrong from now on. */
    public void fail(int partition, Fault fault) {
        faults.put(partition, fault);
    }

    @Override
    public CompletionStage<Appended> look(String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        return delegate.look(topic, partition, settings, entries);
    }

    @Override
    public CompletionStage<Appended> append(
            String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        return write(partition, () -> delegate.append(topic, partition, settings, entries));
    }

    @Override
    public CompletionStage<Appended> keep(String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        return write(partition, () -> delegate.keep(topic, partition, settings, entries));
    }

    @Override
    public CompletionStage<Room> room(String topic, int partition) {
        return delegate.room(topic, partition);
    }

    @Override
    public long limit() {
        return delegate.limit();
    }

    private CompletionStage<Appended> write(int partition, Supplier<CompletionStage<Appended>> write) {
        Fault fault = faults.get(partition);
        if (fault == Fault.LOST_REQUEST) {
            return CompletableFuture.failedStage(new StoreUnavailableException("no answer", null));
        }
        if (fault == Fault.REFUSED) {
            return CompletableFuture.failedStage(new StoreFullException("no memory", null));
        }
        CompletionStage<Appended> appended = write.get();
        if (fault == null) {
            return appended;
        }
        return appended.thenCompose(answer -> fault == Fault.LOST_REPLY
                ? CompletableFuture.failedStage(new StoreUnavailableException("no answer", null))
                : CompletableFuture.completedStage(new Appended.Unconfirmed(
                        answer instanceof Appended.Written written ? written.entryIds() : List.of(), 0)));
    }
}
