package dev.streamlane.producer;

import dev.streamlane.producer.EnqueueEvents.Failure;
import dev.streamlane.producer.StreamLog.Added;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Writes assignments to Load Balancer Streams, and tells what came of it. */
public final class StreamWriter {
    /** When to try again on a full service: streams are done all the time, so soon. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final StreamLog log;
    private final StreamLimits limits;
    private final EnqueueEvents events;

    public StreamWriter(StreamLog log, StreamLimits limits, EnqueueEvents events) {
        this.log = log;
        this.limits = limits;
        this.events = events;
    }

    /** The entry ID under which the assignment stands then; fails as {@link StreamProducer#add} says. */
    CompletionStage<String> write(String service, String assignment) {
        return log.add(service, assignment, limits.maxLength())
                .handle((added, failure) -> entryId(service, added, failure));
    }

    private String entryId(String service, Added added, Throwable failure) {
        if (failure != null) {
            events.streamFailed(service, Failure.UNAVAILABLE);
            Throwable cause = Answer.cause(failure);
            if (cause instanceof StoreUnavailableException store && store.untouched()) {
                throw store;
            }
            throw EnqueueInterruptedException.ofStream(cause);
        }
        if (added instanceof Added.Full full) {
            events.streamFailed(service, Failure.FULL);
            throw new ServiceFullException(service, full.length(), limits.maxLength(), RETRY_AFTER);
        }
        if (added instanceof Added.Unconfirmed some) {
            events.streamFailed(service, Failure.UNCONFIRMED);
            throw EnqueueInterruptedException.ofStream(new UnconfirmedException(some.replicas()));
        }
        events.streamAdded(service);
        return ((Added.Written) added).entryId();
    }
}
