package dev.streamlane.rest;

import dev.streamlane.removal.Removals;
import dev.streamlane.removal.TopicLoss;
import dev.streamlane.topic.UnknownTopicException;
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

/** Removes topics. */
@Path("/topics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Topics")
public class TopicRemovalResource {
    private final Removals removals;
    private final Audit audit;

    TopicRemovalResource(Removals removals, Audit audit) {
        this.removals = removals;
        this.audit = audit;
    }

    @DELETE
    @Path("{topic}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Remove a topic",
            description =
                    "With its jobs, delayed jobs, schedules and groups; dead letters stay. To be asked twice: the first answer"
                            + " is a 409 that says what would be lost, and has a confirm for the second call, which takes some"
                            + " seconds. What is enqueued meanwhile is lost too, or answered 409, or 404 where"
                            + " enqueueing creates no topics.")
    @APIResponseSchema(value = TopicRemoved.class, responseCode = "200", responseDescription = "Nothing of it is left")
    @APIResponse(responseCode = "404", description = "No such topic")
    @APIResponse(
            responseCode = "409",
            description =
                    "To be confirmed: what would be lost, and the confirm for it; or a group has live members, or one that left"
                            + " still drains")
    @APIResponse(responseCode = "503", description = "Redis does not answer; it may be removed in part: repeat it")
    public Uni<TopicRemoved> remove(
            @PathParam("topic") String topic,
            @Parameter(description = RemovalProblems.CONFIRM) @QueryParam("confirm") String confirm,
            @Context RoutingContext context) {
        QueryNames.require(context, "confirm");
        PathName.require("topic", topic);
        Uni<TopicLoss> removed = Uni.createFrom()
                .completionStage(() -> removals.remove(topic, Optional.ofNullable(confirm)))
                .map(removal -> RemovalProblems.done(
                        removal, confirm, () -> new UnknownTopicException(topic), RemovalProblems::ofTopic));
        return (confirm == null ? removed : audit.of(context, "remove topic", topic, removed)).map(TopicRemoved::of);
    }
}
