package dev.streamlane.rest;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.stats.Stats;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows what this replica has processed. Redis is not asked. */
@Path("/stats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statistics")
public class StatsResource {
    private final Consumer me;
    private final Stats stats;

    StatsResource(Consumer me, Stats stats) {
        this.me = me;
        this.stats = stats;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @NonBlocking // It needs no worker thread: jobs may have taken them all.
    @Operation(
            summary = "Show what this replica has processed",
            description =
                    "By topic and group, and by stream service: since its start, and in the last ten seconds. Other"
                            + " replicas have counts of their own; metrics add them up.")
    @APIResponseSchema(value = StatsView.class, responseCode = "200", responseDescription = "Its counts")
    public StatsView show(@Context RoutingContext context) {
        QueryNames.require(context);
        return StatsView.of(me, stats);
    }
}
