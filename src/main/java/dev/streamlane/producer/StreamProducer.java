package dev.streamlane.producer;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Adds data streams to stream services. Inject it and call it from any thread.
 *
 * <p>What is added is the stream's name, with what its processor is told about it; the data stream itself is written to by
 * whoever has the data. A stream that is added twice is processed twice, one after the other.
 */
@ApplicationScoped
public class StreamProducer {
    private final StreamEncoder encoder;
    private final StreamWriter writer;
    private final EnqueueSurroundings surroundings;

    StreamProducer(StreamEncoder encoder, StreamWriter writer, EnqueueSurroundings surroundings) {
        this.encoder = encoder;
        this.writer = writer;
        this.surroundings = surroundings;
    }

    /**
     * Adds a stream to a service. Does nothing until it is subscribed to, and adds anew on every subscription. Fails with
     * <ul>
     *   <li>{@link InvalidRequestException} if the service's name or the stream is illegal,
     *   <li>{@link ServiceFullException} if the service has too many streams,
     *   <li>{@link dev.streamlane.topic.StoreUnavailableException} if Redis cannot be reached or takes no writes, {@link
     *       dev.streamlane.topic.StoreFullException} if it has reached its memory limit,
     * </ul>
     * and in these cases nothing was added; or with {@link EnqueueInterruptedException} if the stream may have been added.
     *
     * @param service the stream service's name
     * @return the stream's entry ID on the Load Balancer Stream
     */
    public Uni<String> add(String service, NewStream stream) {
        return Uni.createFrom().completionStage(() -> {
            String assignment = encoder.encode(service, stream);
            return surroundings.stream(service, () -> Caller.bring(writer.write(service, assignment)));
        });
    }

    /** {@link #add}, waiting for its end; not for I/O threads. */
    public String addAndAwait(String service, NewStream stream) {
        // Bounded: every step on the way ends by itself after streamlane.redis.timeout.
        return add(service, stream).await().indefinitely();
    }
}
