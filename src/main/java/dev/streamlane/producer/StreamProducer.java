package dev.streamlane.producer;

import dev.streamlane.producer.StreamLog.Added;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Adds data streams to stream services. Inject it and call it from any thread.
 *
 * <p>What is added is the stream's name, with what its processor is told about it; the data stream itself is written to by
 * whoever has the data. A stream that is added twice is processed twice, one after the other.
 */
@ApplicationScoped
public class StreamProducer {
    /** When to try again on a full service: streams are done all the time, so soon. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final StreamEncoder encoder;
    private final StreamLog log;
    private final StreamLimits limits;

    StreamProducer(StreamEncoder encoder, StreamLog log, StreamLimits limits) {
        this.encoder = encoder;
        this.log = log;
        this.limits = limits;
    }

    /**
     * Adds a stream to a service. Does nothing until it is subscribed to, and adds anew on every subscription. Fails with
     * <ul>
     *   <li>{@link InvalidRequestException} if the service's name or the stream is illegal,
     *   <li>{@link ServiceFullException} if the service has too many streams,
     * </ul>
     * and in these cases nothing was added; or with {@link EnqueueInterruptedException} if the stream may have been added.
     *
     * @param service the stream service's name
     * @return the stream's entry ID on the Load Balancer Stream
     */
    public Uni<String> add(String service, NewStream stream) {
        return Uni.createFrom()
                .completionStage(() -> log.add(service, encoder.encode(service, stream), limits.maxLength())
                        .handle((added, failure) -> entryId(service, added, failure)));
    }

    /** {@link #add}, waiting for its end; not for I/O threads. */
    public String addAndAwait(String service, NewStream stream) {
        // Bounded: every step on the way ends by itself after streamlane.redis.timeout.
        return add(service, stream).await().indefinitely();
    }

    private String entryId(String service, Added added, Throwable failure) {
        if (failure != null) {
            throw EnqueueInterruptedException.ofStream(Answer.cause(failure));
        }
        if (added instanceof Added.Full full) {
            throw new ServiceFullException(service, full.length(), limits.maxLength(), RETRY_AFTER);
        }
        if (added instanceof Added.Unconfirmed some) {
            throw EnqueueInterruptedException.ofStream(new UnconfirmedException(some.replicas()));
        }
        return ((Added.Written) added).entryId();
    }
}
