package dev.streamlane.rest;

import dev.streamlane.schedule.DelayedCursor;
import dev.streamlane.schedule.DelayedDirectory;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows and cancels delayed jobs. */
@Path("/topics/{topic}/delayed")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Delayed jobs")
@APIResponse(responseCode = "400", description = "Invalid: names field and limit")
@APIResponse(responseCode = "503", description = "Redis does not answer")
public class DelayedResource {
    private final DelayedDirectory delayed;
    private final Audit audit;

    DelayedResource(DelayedDirectory delayed, Audit audit) {
        this.delayed = delayed;
        this.audit = audit;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "List a topic's delayed jobs",
            description =
                    "Page by page: partition by partition, in each in the order in which they are due. A page may be"
                            + " shorter than the limit; the last one has no next.")
    @APIResponseSchema(value = DelayedList.class, responseCode = "200", responseDescription = "A page")
    @APIResponse(responseCode = "404", description = "No such topic")
    public Uni<DelayedList> list(
            @PathParam("topic") String topic,
            @Parameter(
                            description = "How many jobs at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "The next of the page before; absent for the first page") @QueryParam("cursor")
                    String cursor,
            @Context RoutingContext context) {
        QueryNames.require(context, "limit", "cursor");
        PathName.require("topic", topic);
        int most = PageQuery.limit(limit);
        DelayedCursor after = cursor == null ? DelayedCursor.START : cursor(cursor);
        return Uni.createFrom()
                .completionStage(() -> delayed.page(topic, after, most))
                .map(DelayedList::of);
    }

    @DELETE
    @Path("{jobId}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Cancel a delayed job")
    @APIResponse(responseCode = "204", description = "Cancelled: it never runs")
    @APIResponse(
            responseCode = "404",
            description =
                    "No such topic, or no such job any more: it has entered its partition, was cancelled before, or never was")
    public Uni<Void> cancel(
            @PathParam("topic") String topic, @PathParam("jobId") String jobId, @Context RoutingContext context) {
        QueryNames.require(context);
        PathName.require("topic", topic);
        return audit.of(context, "cancel job", topic + "/" + jobId, cancel(topic, jobId));
    }

    private Uni<Void> cancel(String topic, String jobId) {
        return Uni.createFrom()
                .completionStage(() -> delayed.cancel(topic, jobId))
                .map(cancelled -> {
                    if (!cancelled) {
                        String detail = "topic '" + topic + "' has no delayed job '" + Quote.of(jobId)
                                + "' any more: it has entered its partition, was cancelled before, or never was";
                        throw ProblemException.of(ProblemType.UNKNOWN_JOB, detail);
                    }
                    return null;
                });
    }

    private static DelayedCursor cursor(String text) {
        try {
            return DelayedCursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(ProblemType.INVALID_REQUEST, "cursor must be the next of the page before")
                            .with("field", "cursor"));
        }
    }
}
