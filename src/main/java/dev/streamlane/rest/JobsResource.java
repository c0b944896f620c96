package dev.streamlane.rest;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.producer.Enqueued;
import dev.streamlane.producer.JobProducer;
import dev.streamlane.producer.NewJob;
import dev.streamlane.topic.StoreUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Enqueues jobs. */
@Path("/topics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@Refusals
public class JobsResource {
    static final String NDJSON = "application/x-ndjson";

    private final JobProducer producer;
    private final Bodies bodies;
    private final BulkRequest bulk;
    private final int maxBatch;

    JobsResource(JobProducer producer, Bodies bodies, BulkRequest bulk, StreamlaneConfig config) {
        this.producer = producer;
        this.bodies = bodies;
        this.bulk = bulk;
        this.maxBatch = config.enqueue().maxBatch();
    }

    @POST
    @Path("{topic}/jobs")
    @RolesAllowed(Roles.PRODUCER)
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    @Operation(
            summary = "Enqueue a job",
            description = "As application/x-ndjson: one job a line, any number of lines; the answer then is a count.")
    @RequestBody(
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobRequest.class)),
                @Content(mediaType = NDJSON, schema = @Schema(implementation = JobRequest.class))
            })
    @Parameter(
            name = IdempotencyHeader.NAME,
            in = ParameterIn.HEADER,
            description =
                    "The same key enqueues the same job once; not for delayed jobs, nor for NDJSON, whose lines have keys of their own",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = NewJob.MAX_IDEMPOTENCY_KEY))
    @APIResponse(
            responseCode = "202",
            description = "Enqueued; of NDJSON, how many",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(oneOf = {Enqueued.class, BulkAccepted.class})))
    public Uni<Enqueued> enqueue(@PathParam("topic") String topic, @Context RoutingContext context) {
        QueryNames.require(context);
        PathName.require("topic", topic);
        return bodies.read(context)
                .map(body -> IdempotencyHeader.apply(context, JobReader.job(body, 0, body.length)))
                .chain(job -> producer.enqueue(topic, job))
                .onFailure(StoreUnavailableException.class)
                .transform(Problems::notEnqueued);
    }

    @POST
    @Path("{topic}/jobs/batch")
    @RolesAllowed(Roles.PRODUCER)
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    @Operation(summary = "Enqueue a batch of jobs", description = "Nothing is written before the whole batch is valid.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchRequest.class)))
    @APIResponseSchema(
            value = BatchAccepted.class,
            responseCode = "202",
            responseDescription = "All are enqueued; their ids in the order of the batch")
    public Uni<BatchAccepted> enqueueBatch(@PathParam("topic") String topic, @Context RoutingContext context) {
        QueryNames.require(context);
        PathName.require("topic", topic);
        IdempotencyHeader.refuse(context);
        return bodies.read(context)
                .map(body -> JobReader.batch(body, maxBatch))
                .chain(jobs -> producer.enqueueAll(topic, jobs))
                .onFailure(StoreUnavailableException.class)
                .transform(Problems::notEnqueued)
                .map(BatchAccepted::of);
    }

    @POST
    @Path("{topic}/jobs")
    @RolesAllowed(Roles.PRODUCER)
    @Consumes(NDJSON)
    @ResponseStatus(202)
    @Operation(hidden = true)
    public Uni<BulkAccepted> enqueueLines(@PathParam("topic") String topic, @Context RoutingContext context) {
        QueryNames.require(context);
        PathName.require("topic", topic);
        IdempotencyHeader.refuse(context);
        return bulk.run(topic, context);
    }
}
