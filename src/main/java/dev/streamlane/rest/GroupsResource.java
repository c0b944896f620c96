package dev.streamlane.rest;

import dev.streamlane.group.GroupListing;
import dev.streamlane.group.GroupView;
import dev.streamlane.group.Groups;
import dev.streamlane.partition.GroupId;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Operates consumer groups. */
@Path("/topics/{topic}/groups/{group}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
public class GroupsResource {
    private final Groups groups;
    private final GroupListing listing;
    private final Audit audit;

    GroupsResource(Groups groups, GroupListing listing, Audit audit) {
        this.groups = groups;
        this.listing = listing;
        this.audit = audit;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Show a group",
            description =
                    "Its members, who is to have which partition, and, page by page, who has it and what is left to do"
                            + " there. Each partition is seen at an instant of its own.")
    @APIResponseSchema(value = GroupPage.class, responseCode = "200", responseDescription = "The group")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit")
    @APIResponse(responseCode = "404", description = "No such group")
    @APIResponse(responseCode = "503", description = "Redis does not answer")
    public Uni<GroupPage> show(
            @PathParam("topic") String topic,
            @PathParam("group") String name,
            @Parameter(
                            description = "How many partitions at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "256",
                                            defaultValue = "256"))
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "The next of the page before; absent for the first page") @QueryParam("cursor")
                    String cursor,
            @Context RoutingContext context) {
        QueryNames.require(context, "limit", "cursor");
        GroupId group = group(topic, name);
        PartitionQuery query = PartitionQuery.of(cursor, limit);
        return Uni.createFrom()
                .completionStage(() -> listing.find(group))
                .map(found -> found.orElseThrow(() -> unknown(group)))
                .chain(found -> Uni.createFrom().completionStage(() -> page(found, query)));
    }

    @POST
    @Path("pause")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Pause a group",
            description =
                    "From the answer on, Redis lets none of its jobs start, on any replica, also after restarts. What"
                            + " runs goes on to its end and is acknowledged.")
    @APIResponseSchema(value = PauseView.class, responseCode = "200", responseDescription = "It is paused")
    @APIResponse(responseCode = "404", description = "No such group")
    @APIResponse(
            responseCode = "503",
            description = "Redis does not answer; the group may be paused in part: repeat it")
    public Uni<PauseView> pause(
            @PathParam("topic") String topic, @PathParam("group") String group, @Context RoutingContext context) {
        return pause(topic, group, true, "pause group", context);
    }

    @POST
    @Path("resume")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Let a paused group go on", description = "One that is not paused stays as it is.")
    @APIResponseSchema(value = PauseView.class, responseCode = "200", responseDescription = "It goes on")
    @APIResponse(responseCode = "404", description = "No such group")
    @APIResponse(responseCode = "503", description = "Redis does not answer; the group may go on in part: repeat it")
    public Uni<PauseView> resume(
            @PathParam("topic") String topic, @PathParam("group") String group, @Context RoutingContext context) {
        return pause(topic, group, false, "resume group", context);
    }

    private Uni<PauseView> pause(String topic, String name, boolean paused, String action, RoutingContext context) {
        QueryNames.require(context);
        GroupId group = group(topic, name);
        Uni<PauseView> done = Uni.createFrom()
                .completionStage(() -> groups.pause(group, paused))
                .map(found -> found.orElseThrow(() -> unknown(group)))
                .map(pause -> new PauseView(topic, name, pause.paused()));
        return audit.of(context, action, group.toString(), done);
    }

    private CompletionStage<GroupPage> page(GroupView group, PartitionQuery query) {
        int count = group.settings().partitions();
        return listing.partitions(group.group(), query.from(count), query.to(count))
                .thenApply(partitions -> GroupPage.of(group, partitions, query.next(count)));
    }

    static GroupId group(String topic, String group) {
        PathName.require("topic", topic);
        PathName.require("group", group);
        return new GroupId(topic, group);
    }

    static ProblemException unknown(GroupId group) {
        return ProblemException.of(
                ProblemType.UNKNOWN_GROUP, "topic '" + group.topic() + "' has no group '" + group.group() + "'");
    }
}
