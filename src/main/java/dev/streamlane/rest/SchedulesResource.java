package dev.streamlane.rest;

import dev.streamlane.schedule.ScheduleDirectory;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Stores, shows and removes schedules. */
@Path("/topics/{topic}/schedules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Schedules")
@APIResponse(responseCode = "400", description = "Invalid: names field and limit, or line and column")
@APIResponse(responseCode = "503", description = "Redis does not answer")
public class SchedulesResource {
    private final ScheduleDirectory schedules;
    private final Bodies bodies;
    private final Audit audit;

    SchedulesResource(ScheduleDirectory schedules, Bodies bodies, Audit audit) {
        this.schedules = schedules;
        this.bodies = bodies;
        this.audit = audit;
    }

    @PUT
    @Path("{name}")
    @RolesAllowed(Roles.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Store a schedule, new or in place of the one of that name",
            description = "If it ticks as before, its next tick stays; else it begins with the first one from now on.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ScheduleRequest.class)))
    @APIResponseSchema(value = ScheduleView.class, responseCode = "200", responseDescription = "Stored")
    @APIResponse(responseCode = "404", description = "No such topic")
    @APIResponse(responseCode = "409", description = "The topic is being removed")
    @APIResponse(responseCode = "413", description = "Body too large")
    @APIResponse(responseCode = "415", description = "Wrong Content-Type")
    @APIResponse(responseCode = "422", description = "There are too many schedules, or too many topics, already")
    public Uni<ScheduleView> put(
            @PathParam("topic") String topic, @PathParam("name") String name, @Context RoutingContext context) {
        QueryNames.require(context);
        requireLegal(topic, name);
        return bodies.read(context)
                .map(ScheduleReader::read)
                .chain(wanted -> audit.of(context, "put schedule", topic + "/" + name, put(topic, name, wanted)));
    }

    private Uni<ScheduleView> put(String topic, String name, ScheduleReader.Wanted wanted) {
        return Uni.createFrom()
                .completionStage(() -> schedules.put(topic, name, wanted.schedule(), wanted.job(), wanted.paused()))
                .map(ScheduleView::of);
    }

    @GET
    @Path("{name}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Show a schedule")
    @APIResponseSchema(value = ScheduleView.class, responseCode = "200", responseDescription = "The schedule")
    @APIResponse(responseCode = "404", description = "No such topic or schedule")
    public Uni<ScheduleView> show(
            @PathParam("topic") String topic, @PathParam("name") String name, @Context RoutingContext context) {
        QueryNames.require(context);
        requireLegal(topic, name);
        return Uni.createFrom()
                .completionStage(() -> schedules.find(topic, name))
                .map(found -> ScheduleView.of(found.orElseThrow(() -> unknown(topic, name))));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "List a topic's schedules",
            description = "Page by page, without their jobs: partition by partition, in each by name. A page may be"
                    + " shorter than the limit; the last one has no next.")
    @APIResponseSchema(value = ScheduleList.class, responseCode = "200", responseDescription = "A page")
    @APIResponse(responseCode = "404", description = "No such topic")
    public Uni<ScheduleList> list(
            @PathParam("topic") String topic,
            @Parameter(
                            description = "How many schedules at most",
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
        ScheduleList.Cursor after = ScheduleList.Cursor.parse(cursor);
        return Uni.createFrom()
                .completionStage(() -> schedules.page(topic, after.partition(), after.name(), most))
                .map(ScheduleList::of);
    }

    @DELETE
    @Path("{name}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Remove a schedule", description = "Jobs of earlier ticks stay.")
    @APIResponse(responseCode = "204", description = "It does not tick any more")
    @APIResponse(responseCode = "404", description = "No such topic or schedule")
    public Uni<Void> delete(
            @PathParam("topic") String topic, @PathParam("name") String name, @Context RoutingContext context) {
        QueryNames.require(context);
        requireLegal(topic, name);
        Uni<Void> deleted = Uni.createFrom()
                .completionStage(() -> schedules.delete(topic, name))
                .map(was -> {
                    if (!was) {
                        throw unknown(topic, name);
                    }
                    return null;
                });
        return audit.of(context, "delete schedule", topic + "/" + name, deleted);
    }

    private static void requireLegal(String topic, String name) {
        PathName.require("topic", topic);
        PathName.require("schedule", name);
    }

    private static ProblemException unknown(String topic, String name) {
        return ProblemException.of(
                ProblemType.UNKNOWN_SCHEDULE, "topic '" + topic + "' has no schedule '" + name + "'");
    }
}
