package dev.streamlane.rest;

import dev.streamlane.partition.GroupId;
import dev.streamlane.removal.GroupLoss;
import dev.streamlane.removal.Removals;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Removes consumer groups. */
@Path("/topics/{topic}/groups/{group}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
public class GroupRemovalResource {
    private final Removals removals;
    private final Audit audit;

    GroupRemovalResource(Removals removals, Audit audit) {
        this.removals = removals;
        this.audit = audit;
    }

    @DELETE
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Remove a group",
            description =
                    "To be asked twice: the first answer is a 409 that says what would be lost, and has a confirm for the"
                            + " second call. Jobs and dead letters stay. A consumer that joins later creates the group anew, at the"
                            + " beginning.")
    @APIResponseSchema(value = GroupRemoved.class, responseCode = "200", responseDescription = "Nothing of it is left")
    @APIResponse(responseCode = "404", description = "No such group")
    @APIResponse(
            responseCode = "409",
            description = "To be confirmed: what would be lost, and the confirm for it; or it has live members")
    @APIResponse(responseCode = "503", description = "Redis does not answer; it may be removed in part: repeat it")
    public Uni<GroupRemoved> remove(
            @PathParam("topic") String topic,
            @PathParam("group") String name,
            @Parameter(description = RemovalProblems.CONFIRM) @QueryParam("confirm") String confirm,
            @Context RoutingContext context) {
        QueryNames.require(context, "confirm");
        GroupId group = GroupsResource.group(topic, name);
        Uni<GroupLoss> removed = Uni.createFrom()
                .completionStage(() -> removals.remove(group, Optional.ofNullable(confirm)))
                .map(removal -> RemovalProblems.done(
                        removal, confirm, () -> GroupsResource.unknown(group), RemovalProblems::ofGroup));
        return (confirm == null ? removed : audit.of(context, "remove group", group.toString(), removed))
                .map(GroupRemoved::of);
    }
}
