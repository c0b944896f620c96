package dev.streamlane.rest;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.producer.JobProducer;
import dev.streamlane.producer.NewJob;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Connects requests that are NDJSON streams with {@link BulkEnqueue}. */
@Singleton
final class BulkRequest {
    /** What one stream may hold: the lines that wait, the batch that is written, and the line that has begun. */
    private static final int HELD = 4 * BulkEnqueue.MAX_WAITING;

    private final JobProducer producer;
    private final BodyBudget budget;
    private final int maxBatch;
    private final int maxLine;

    BulkRequest(JobProducer producer, BodyBudget budget, StreamlaneConfig config) {
        StreamlaneConfig.Enqueue limits = config.enqueue();
        this.producer = producer;
        this.budget = budget;
        this.maxBatch = limits.maxBatch();
        // Room for the payload and for headers and keys with every character escaped.
        this.maxLine = (int) Math.min(
                Integer.MAX_VALUE - 16L,
                limits.maxPayload()
                        + 6L * (limits.maxHeaders() + 2L * limits.maxKey() + NewJob.MAX_IDEMPOTENCY_KEY)
                        + 1024);
    }

    /** Enqueues the stream, and tells how many jobs it had. Called on the request's event loop. */
    Uni<BulkAccepted> run(String topic, RoutingContext context) {
        Bodies.requireUtf8(context);
        if (!budget.take(HELD)) {
            throw new ProblemException(BodyBudget.exhausted());
        }
        context.addEndHandler(ended -> budget.give(HELD));
        HttpServerRequest request = context.request();
        Context thread = Vertx.currentContext();
        BulkEnqueue bulk = new BulkEnqueue(
                jobs -> producer.enqueueAll(topic, jobs),
                new BulkEnqueue.Flow() {
                    @Override
                    public void pause() {
                        request.pause();
                    }

                    @Override
                    public void resume() {
                        request.resume();
                    }
                },
                command -> thread.runOnContext(nothing -> command.run()),
                maxBatch,
                maxLine);
        request.exceptionHandler(failure -> bulk.brokeOff());
        request.endHandler(end -> bulk.end());
        request.handler(chunk -> bulk.chunk(chunk.getBytes()));
        Streams.begin(request);
        return Uni.createFrom()
                .completionStage(bulk::result)
                .onFailure()
                .invoke(failure -> Streams.discard(request))
                .map(BulkAccepted::new);
    }
}
