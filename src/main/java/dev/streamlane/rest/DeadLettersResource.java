package dev.streamlane.rest;

import dev.streamlane.deadletter.Bulk;
import dev.streamlane.deadletter.BulkResult;
import dev.streamlane.deadletter.DeadLetters;
import dev.streamlane.deadletter.Verdict;
import dev.streamlane.streams.EntryId;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.function.BiFunction;
import java.util.function.Function;
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

/** Shows, replays and deletes dead letters. */
@Path("/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
public class DeadLettersResource {
    private final DeadLetters letters;
    private final Bodies bodies;
    private final Audit audit;

    DeadLettersResource(DeadLetters letters, Bodies bodies, Audit audit) {
        this.letters = letters;
        this.bodies = bodies;
        this.audit = audit;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "List dead letters",
            description =
                    "Those of all topics and stream services, the newest first. A page looks at 1000 letters at most,"
                            + " or 4 MiB of them: with a filter it may be short, or empty, and have a cursor nevertheless.")
    @Parameter(name = "topic", in = ParameterIn.QUERY, description = "The topic of the job")
    @Parameter(
            name = "group",
            in = ParameterIn.QUERY,
            description = "The group that failed at it; of a stream service it is <service>-group")
    @Parameter(name = "error", in = ParameterIn.QUERY, description = "A part of the error, in the same case")
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "The earliest time at which it came among the dead letters",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "The time before which it came there",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "That of the page before; absent for the first page")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @APIResponseSchema(value = DeadLetterList.class, responseCode = "200", responseDescription = "A page")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit")
    @APIResponse(responseCode = "503", description = "Redis does not answer")
    public Uni<DeadLetterList> list(@Context RoutingContext context) {
        DeadLetterQuery query = DeadLetterQuery.of(context);
        return letters.page(query.filter(), query.cursor(), query.limit()).map(DeadLetterList::of);
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Show a dead letter", description = "With the whole job or assignment.")
    @APIResponseSchema(value = DeadLetterView.class, responseCode = "200", responseDescription = "The letter")
    @APIResponse(responseCode = "400", description = "The id is none")
    @APIResponse(responseCode = "404", description = "No such dead letter, or not any more")
    @APIResponse(responseCode = "503", description = "Redis does not answer")
    public Uni<DeadLetterView> show(@PathParam("id") String id, @Context RoutingContext context) {
        QueryNames.require(context);
        EntryId known = DeadLetterQuery.id("id", id);
        return letters.find(known)
                .map(found -> found.map(DeadLetterView::whole).orElseThrow(() -> DeadLetterProblems.unknown(known)));
    }

    @POST
    @Path("{id}/replay")
    @RolesAllowed(Roles.OPERATOR)
    @ResponseStatus(202)
    @Operation(
            summary = "Replay a dead letter",
            description =
                    "The job goes back to its topic, with the id that it has, to the end of the partition of its key,"
                            + " and begins with its first attempt; only the group that failed at it processes it. An assignment goes"
                            + " back to its service, without its checkpoint.")
    @APIResponseSchema(value = ReplayedView.class, responseCode = "202", responseDescription = "It is where it was")
    @APIResponse(responseCode = "400", description = "The id is none")
    @APIResponse(responseCode = "404", description = "No such dead letter, or not any more")
    @APIResponse(responseCode = "409", description = "It cannot go back: says what is missing")
    @APIResponse(responseCode = "429", description = "No room there; Retry-After says when to try again")
    @APIResponse(responseCode = "503", description = "Redis does not answer; to call again does not add it twice")
    public Uni<ReplayedView> replay(@PathParam("id") String id, @Context RoutingContext context) {
        QueryNames.require(context);
        EntryId known = DeadLetterQuery.id("id", id);
        return audit.of(
                context,
                "replay dead letter",
                known.toString(),
                letters.replay(known)
                        .map(found -> replayed(found.orElseThrow(() -> DeadLetterProblems.unknown(known)))));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Delete a dead letter", description = "For good.")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "400", description = "The id is none")
    @APIResponse(responseCode = "404", description = "No such dead letter, or not any more")
    @APIResponse(responseCode = "503", description = "Redis does not answer")
    public Uni<Void> delete(@PathParam("id") String id, @Context RoutingContext context) {
        QueryNames.require(context);
        EntryId known = DeadLetterQuery.id("id", id);
        return audit.of(
                context,
                "delete dead letter",
                known.toString(),
                letters.delete(known).map(deleted -> {
                    if (!deleted) {
                        throw DeadLetterProblems.unknown(known);
                    }
                    return null;
                }));
    }

    @POST
    @Path("replay")
    @RolesAllowed(Roles.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Replay many dead letters",
            description =
                    "The oldest first, for at most 10 seconds. As long as the answer has a cursor, there may be more:"
                            + " call again with it.")
    @RequestBody(content = @Content(schema = @Schema(implementation = DeadLetterBulkRequest.class)))
    @APIResponseSchema(value = DeadLetterBulkView.class, responseCode = "200", responseDescription = "What came of it")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit, or line and column")
    @APIResponse(responseCode = "415", description = "Wrong Content-Type")
    @APIResponse(responseCode = "503", description = "Redis does not answer; says how far it came")
    public Uni<DeadLetterBulkView> replayMany(@Context RoutingContext context) {
        return many(context, "replay", letters::replay, DeadLetterBulkView::ofReplay);
    }

    @POST
    @Path("delete")
    @RolesAllowed(Roles.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Delete many dead letters", description = "For good; otherwise like the replay of many.")
    @RequestBody(content = @Content(schema = @Schema(implementation = DeadLetterBulkRequest.class)))
    @APIResponseSchema(value = DeadLetterBulkView.class, responseCode = "200", responseDescription = "What came of it")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit, or line and column")
    @APIResponse(responseCode = "415", description = "Wrong Content-Type")
    @APIResponse(responseCode = "503", description = "Redis does not answer; says how far it came")
    public Uni<DeadLetterBulkView> deleteMany(@Context RoutingContext context) {
        return many(context, "delete", letters::delete, DeadLetterBulkView::ofDeletion);
    }

    private Uni<DeadLetterBulkView> many(
            RoutingContext context,
            String what,
            Function<Bulk, Uni<BulkResult>> action,
            BiFunction<Bulk, BulkResult, DeadLetterBulkView> view) {
        QueryNames.require(context);
        return bodies.read(context).map(DeadLetterBulkReader::read).chain(bulk -> {
            Uni<DeadLetterBulkView> work = action.apply(bulk).map(result -> view.apply(bulk, result));
            String target = bulk.filter().description();
            return bulk.dryRun() ? work : audit.of(context, what + " dead letters", target, work);
        });
    }

    private static ReplayedView replayed(Verdict verdict) {
        if (verdict instanceof Verdict.Replayed replayed) {
            return ReplayedView.of(replayed);
        }
        throw DeadLetterProblems.left(verdict);
    }
}
