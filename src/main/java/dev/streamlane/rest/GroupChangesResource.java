package dev.streamlane.rest;

import dev.streamlane.group.GroupListing;
import dev.streamlane.group.Groups;
import dev.streamlane.group.Groups.Creation;
import dev.streamlane.group.Position;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import dev.streamlane.topic.UnknownTopicException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** Creates consumer groups, and puts them somewhere else. */
@Path("/topics/{topic}/groups/{group}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
public class GroupChangesResource {
    private final TopicDirectory topics;
    private final Groups groups;
    private final GroupListing listing;
    private final Bodies bodies;
    private final Audit audit;
    private final Clock clock;

    GroupChangesResource(
            TopicDirectory topics, Groups groups, GroupListing listing, Bodies bodies, Audit audit, Clock clock) {
        this.topics = topics;
        this.groups = groups;
        this.listing = listing;
        this.bodies = bodies;
        this.audit = audit;
        this.clock = clock;
    }

    @PUT
    @RolesAllowed(Roles.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a group that begins somewhere",
            description =
                    "An instant or an entry ID is the same in all partitions; the end is that of each when it is asked. A"
                            + " group that a consumer creates by joining begins at the beginning.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewGroupRequest.class)))
    @APIResponseSchema(
            value = GroupCreated.class,
            responseCode = "200",
            responseDescription = "It was there, and began there")
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GroupCreated.class)))
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit, or line and column")
    @APIResponse(responseCode = "404", description = "No such topic")
    @APIResponse(responseCode = "409", description = "It was there, and began somewhere else; or it is being removed")
    @APIResponse(responseCode = "413", description = "Body too large")
    @APIResponse(responseCode = "415", description = "Wrong Content-Type")
    @APIResponse(responseCode = "422", description = "The topic has too many groups already")
    @APIResponse(responseCode = "503", description = "Redis does not answer; the group may be there: repeat it")
    public Uni<RestResponse<GroupCreated>> create(
            @PathParam("topic") String topic, @PathParam("group") String name, @Context RoutingContext context) {
        QueryNames.require(context);
        GroupId group = GroupsResource.group(topic, name);
        return bodies.read(context)
                .map(body -> PositionReader.read(body, "start", clock.instant(), Position.AT_BEGINNING))
                .chain(start -> audit.of(context, "create group", group.toString(), create(group, start)));
    }

    @POST
    @Path("reset")
    @RolesAllowed(Roles.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    @Operation(
            summary = "Put a group somewhere else",
            description =
                    "Each partition's owner lets what runs there end, forgets what is pending, and goes on at the new"
                            + " position; GET of the group shows how many have. Without members, whoever joins next does so.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ResetRequest.class)))
    @APIResponseSchema(value = ResetView.class, responseCode = "202", responseDescription = "Asked for")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit, or line and column")
    @APIResponse(responseCode = "404", description = "No such topic or group")
    @APIResponse(responseCode = "413", description = "Body too large")
    @APIResponse(responseCode = "415", description = "Wrong Content-Type")
    @APIResponse(
            responseCode = "503",
            description = "Redis does not answer; it may have been asked for: look at the group")
    public Uni<ResetView> reset(
            @PathParam("topic") String topic, @PathParam("group") String name, @Context RoutingContext context) {
        QueryNames.require(context);
        GroupId group = GroupsResource.group(topic, name);
        return bodies.read(context)
                .map(body -> PositionReader.read(body, "to", clock.instant(), null))
                .chain(to -> audit.of(context, "reset group", group.toString(), reset(group, to)));
    }

    private Uni<RestResponse<GroupCreated>> create(GroupId group, Position start) {
        GroupCreated created = new GroupCreated(group.topic(), group.group(), start.text());
        return settings(group)
                .chain(settings ->
                        Uni.createFrom().completionStage(() -> groups.create(group, settings.partitions(), start)))
                .map(outcome -> answer(created, outcome));
    }

    private Uni<ResetView> reset(GroupId group, Position to) {
        return settings(group)
                .chain(settings ->
                        Uni.createFrom().completionStage(() -> groups.reset(group, settings.partitions(), to)))
                .map(number -> number.orElseThrow(() -> GroupsResource.unknown(group)))
                .chain(number -> Uni.createFrom().completionStage(() -> listing.find(group)))
                .map(found -> found.orElseThrow(() -> GroupsResource.unknown(group)))
                .map(view -> ResetView.of(view, view.reset().orElseThrow()));
    }

    private Uni<TopicSettings> settings(GroupId group) {
        return Uni.createFrom()
                .completionStage(() -> topics.find(group.topic()))
                .map(found -> found.orElseThrow(() -> new UnknownTopicException(group.topic())));
    }

    private static RestResponse<GroupCreated> answer(GroupCreated created, Creation outcome) {
        if (outcome instanceof Creation.Elsewhere elsewhere) {
            String detail = "group '" + created.group() + "' is there already, and began at " + elsewhere.start()
                    + "; a reset puts it somewhere else";
            throw new ProblemException(Problem.of(ProblemType.GROUP_EXISTS, detail)
                    .with("field", "start")
                    .with("start", elsewhere.start()));
        }
        if (outcome instanceof Creation.BeingRemoved) {
            throw ProblemException.of(
                    ProblemType.BEING_REMOVED,
                    "group '" + created.group() + "' of topic '" + created.topic()
                            + "', or all of the topic, is being removed; if that was interrupted, DELETE it again");
        }
        if (outcome instanceof Creation.TooMany tooMany) {
            String detail = "topic '" + created.topic() + "' has " + tooMany.most() + " groups already";
            throw new ProblemException(
                    Problem.of(ProblemType.TOO_MANY_GROUPS, detail).with("limit", tooMany.most()));
        }
        return outcome instanceof Creation.Created
                ? RestResponse.status(RestResponse.Status.CREATED, created)
                : RestResponse.ok(created);
    }
}
