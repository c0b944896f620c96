package dev.streamlane.rest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Takes what is left of a body that nobody reads, because the request was refused before: a client that reads when it has
 * sent all would else see the answer only when the connection has been idle for too long.
 */
public class Leftovers {
    @ServerResponseFilter
    public void take(ContainerResponseContext answer, RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.isEnded()) {
            context.addEndHandler(sent -> Streams.discard(request));
        }
    }
}
