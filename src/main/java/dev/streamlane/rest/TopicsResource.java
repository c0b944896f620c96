package dev.streamlane.rest;

import dev.streamlane.group.GroupListing;
import dev.streamlane.topic.TopicChange;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import dev.streamlane.topic.TopicUpdate;
import dev.streamlane.topic.UnknownTopicException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Shows, creates and changes topics. */
@Path("/topics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Topics")
public class TopicsResource {
    private final TopicDirectory topics;
    private final GroupListing groups;
    private final Bodies bodies;
    private final Audit audit;

    TopicsResource(TopicDirectory topics, GroupListing groups, Bodies bodies, Audit audit) {
        this.topics = topics;
        this.groups = groups;
        this.bodies = bodies;
        this.audit = audit;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List all topics")
    @APIResponseSchema(value = TopicList.class, responseCode = "200", responseDescription = "A page of their names")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit")
    @APIResponse(responseCode = "503", description = "Redis does not answer")
    public Uni<TopicList> list(
            @Parameter(
                            description = "How many names at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "1000"))
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "The next of the page before; absent for the first page") @QueryParam("cursor")
                    String cursor,
            @Context RoutingContext context) {
        QueryNames.require(context, "limit", "cursor");
        if (cursor != null) {
            PathName.require("cursor", cursor);
        }
        int most = limit == null ? TopicList.MAX_LIMIT : PartitionQuery.number("limit", limit, 1, TopicList.MAX_LIMIT);
        return Uni.createFrom().completionStage(topics::names).map(names -> TopicList.of(names, cursor, most));
    }

    @GET
    @Path("{topic}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Show a topic", description = "Its settings, its groups, and, page by page, its partitions.")
    @APIResponseSchema(value = TopicDetails.class, responseCode = "200", responseDescription = "The topic")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit")
    @APIResponse(responseCode = "404", description = "No such topic")
    @APIResponse(responseCode = "503", description = "Redis does not answer")
    public Uni<TopicDetails> show(
            @PathParam("topic") String topic,
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
        PathName.require("topic", topic);
        PartitionQuery query = PartitionQuery.of(cursor, limit);
        return Uni.createFrom()
                .completionStage(() -> topics.find(topic))
                .map(found -> found.orElseThrow(() -> new UnknownTopicException(topic)))
                .chain(settings -> Uni.createFrom().completionStage(() -> details(topic, settings, query)));
    }

    @PUT
    @Path("{topic}")
    @RolesAllowed(Roles.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create a topic, or change its settings", description = "Partitions only grow.")
    @RequestBody(content = @Content(schema = @Schema(implementation = TopicRequest.class)))
    @APIResponseSchema(value = TopicView.class, responseCode = "200", responseDescription = "The settings now in force")
    @APIResponse(
            responseCode = "201",
            description = "Created with these settings",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TopicView.class)))
    @APIResponse(responseCode = "409", description = "There are more partitions already, or the topic is being removed")
    @APIResponse(responseCode = "413", description = "Body too large")
    @APIResponse(responseCode = "415", description = "Wrong Content-Type")
    @APIResponse(responseCode = "422", description = "There are too many topics already")
    @APIResponse(responseCode = "503", description = "Redis does not answer; the change may have been made: repeat it")
    public Uni<RestResponse<TopicView>> put(@PathParam("topic") String topic, @Context RoutingContext context) {
        QueryNames.require(context);
        PathName.require("topic", topic);
        return bodies.read(context)
                .map(body -> TopicReader.read(body, topics.limits().maxPartitions()))
                .chain(change -> audit.of(context, "change topic", topic, put(topic, change)));
    }

    private CompletionStage<TopicDetails> details(String topic, TopicSettings settings, PartitionQuery query) {
        int count = settings.partitions();
        return groups.names(topic)
                .thenCombine(
                        groups.lengths(topic, query.from(count), query.to(count)),
                        (names, lengths) -> TopicDetails.of(topic, settings, names, query, lengths));
    }

    private Uni<RestResponse<TopicView>> put(String topic, TopicChange change) {
        return Uni.createFrom().completionStage(() -> topics.put(topic, change)).map(update -> answer(topic, update));
    }

    private static RestResponse<TopicView> answer(String topic, TopicUpdate update) {
        if (update instanceof TopicUpdate.WouldShrink shrink) {
            String detail = "topic '" + topic + "' has " + shrink.present() + " partitions, and cannot shrink to "
                    + shrink.asked();
            throw new ProblemException(Problem.of(ProblemType.TOPIC_WOULD_SHRINK, detail)
                    .with("field", "partitions")
                    .with("limit", shrink.present()));
        }
        if (update instanceof TopicUpdate.Created created) {
            return RestResponse.status(RestResponse.Status.CREATED, TopicView.of(topic, created.settings()));
        }
        return RestResponse.ok(TopicView.of(topic, ((TopicUpdate.Changed) update).settings()));
    }
}
