package dev.streamlane.rest;

import dev.streamlane.producer.NewStream;
import dev.streamlane.producer.StreamProducer;
import dev.streamlane.streams.ServiceDirectory;
import dev.streamlane.topic.StoreUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.jboss.resteasy.reactive.ResponseStatus;

/** Adds data streams to stream services, and shows them. */
@Path("/services")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stream services")
public class ServicesResource {
    private final StreamProducer producer;
    private final ServiceDirectory services;
    private final Bodies bodies;

    ServicesResource(StreamProducer producer, ServiceDirectory services, Bodies bodies) {
        this.producer = producer;
        this.services = services;
        this.bodies = bodies;
    }

    @POST
    @Path("{service}/streams")
    @RolesAllowed(Roles.PRODUCER)
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    @Operation(
            summary = "Add a data stream to a service",
            description =
                    "Its name is put on the service's Load Balancer Stream, which comes into being if need be; exactly"
                            + " one replica gets it.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewStreamRequest.class)))
    @APIResponseSchema(value = StreamAccepted.class, responseCode = "202", responseDescription = "Added")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit, or line and column")
    @APIResponse(responseCode = "413", description = "Body too large")
    @APIResponse(responseCode = "415", description = "Wrong Content-Type")
    @APIResponse(responseCode = "429", description = "Service full; Retry-After says when to try again")
    @APIResponse(
            responseCode = "503",
            description =
                    "Redis does not answer, or has reached its memory limit; says if the stream may have been added")
    public Uni<StreamAccepted> add(@PathParam("service") String service, @Context RoutingContext context) {
        QueryNames.require(context);
        PathName.require("service", service);
        return bodies.read(context).map(NewStreamReader::read).chain(stream -> add(service, stream));
    }

    @GET
    @Path("{service}/streams")
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Show a service's streams",
            description =
                    "Page by page, in the order in which they were added: which ones wait, and who has which since"
                            + " when. A page with large streams may be shorter than the limit.")
    @APIResponseSchema(value = ServiceView.class, responseCode = "200", responseDescription = "A page")
    @APIResponse(responseCode = "400", description = "Invalid: names field and limit")
    @APIResponse(
            responseCode = "404",
            description = "No such service: nothing was added to it, and no replica serves it")
    @APIResponse(responseCode = "503", description = "Redis does not answer")
    public Uni<ServiceView> show(
            @PathParam("service") String service,
            @Parameter(
                            description = "How many streams at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "The next of the page before; absent for the first page") @QueryParam("after")
                    String after,
            @Context RoutingContext context) {
        QueryNames.require(context, "limit", "after");
        PathName.require("service", service);
        PageQuery query = PageQuery.of(after, limit);
        return Uni.createFrom()
                .completionStage(() -> services.page(service, query.after(), query.limit()))
                .map(found -> found.map(page -> ServiceView.of(service, page)).orElseThrow(() -> unknown(service)));
    }

    private static ProblemException unknown(String service) {
        return ProblemException.of(ProblemType.UNKNOWN_SERVICE, "there is no stream service '" + service + "'");
    }

    private Uni<StreamAccepted> add(String service, NewStream stream) {
        return producer.add(service, stream)
                .onFailure(StoreUnavailableException.class)
                .transform(Problems::notEnqueued)
                .map(entryId -> new StreamAccepted(entryId, service, stream.dataStreamName()));
    }
}
