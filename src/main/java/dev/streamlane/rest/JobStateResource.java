package dev.streamlane.rest;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.group.GroupListing;
import dev.streamlane.group.JobDirectory;
import dev.streamlane.partition.GroupId;
import dev.streamlane.streams.EntryId;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import dev.streamlane.topic.UnknownTopicException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells how far groups are with jobs. */
@Path("/topics/{topic}/partitions/{partition}/jobs/{entryId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobStateResource {
    private final TopicDirectory topics;
    private final GroupListing groups;
    private final JobDirectory jobs;
    private final String defaultGroup;

    JobStateResource(TopicDirectory topics, GroupListing groups, JobDirectory jobs, StreamlaneConfig config) {
        this.topics = topics;
        this.groups = groups;
        this.jobs = jobs;
        this.defaultGroup = config.group();
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Show how far a group is with a job",
            description = "By what Redis keeps anyway: nothing is written for it, and what was trimmed is unknown.")
    @APIResponseSchema(value = JobView.class, responseCode = "200", responseDescription = "Its state")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit")
    @APIResponse(responseCode = "404", description = "No such topic or group")
    @APIResponse(responseCode = "503", description = "Redis does not answer")
    public Uni<JobView> show(
            @PathParam("topic") String topic,
            @PathParam("partition") String partition,
            @PathParam("entryId") String entryId,
            @Parameter(description = "The group; streamlane.group if it is absent") @QueryParam("group") String group,
            @Context RoutingContext context) {
        QueryNames.require(context, "group");
        PathName.require("topic", topic);
        GroupId id = new GroupId(topic, group == null ? defaultGroup : group);
        PathName.require("group", id.group());
        EntryId entry = entry(entryId);
        return Uni.createFrom()
                .completionStage(() -> topics.find(topic))
                .map(found -> found.orElseThrow(() -> new UnknownTopicException(topic)))
                .chain(settings ->
                        Uni.createFrom().completionStage(() -> find(id, partition(partition, settings), entry)));
    }

    private CompletionStage<JobView> find(GroupId group, int partition, EntryId entry) {
        return groups.names(group.topic()).thenCompose(names -> {
            if (!names.contains(group.group())) {
                throw GroupsResource.unknown(group);
            }
            return jobs.find(group, partition, entry)
                    .thenApply(found -> JobView.of(group.topic(), group.group(), partition, entry.toString(), found));
        });
    }

    private static int partition(String text, TopicSettings settings) {
        return PartitionQuery.number("partition", text, 0, settings.partitions() - 1);
    }

    private static EntryId entry(String text) {
        try {
            return EntryId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(ProblemType.INVALID_REQUEST, "entryId must be two numbers with a hyphen in between")
                            .with("field", "entryId"));
        }
    }
}
