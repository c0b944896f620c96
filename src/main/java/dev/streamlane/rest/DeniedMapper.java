package dev.streamlane.rest;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers whoever may not do what they asked for with a problem document. */
public class DeniedMapper {
    private static final int UNAUTHORIZED = 401;

    private final Audit audit;

    DeniedMapper(Audit audit) {
        this.audit = audit;
    }

    @ServerExceptionMapper
    public Uni<RestResponse<Map<String, Object>>> unauthorized(UnauthorizedException failure, RoutingContext context) {
        return challenged(context);
    }

    /** Of other mechanisms, such as a wrong password. */
    @ServerExceptionMapper
    public Uni<RestResponse<Map<String, Object>>> failed(
            AuthenticationFailedException failure, RoutingContext context) {
        return challenged(context);
    }

    @ServerExceptionMapper
    public RestResponse<Map<String, Object>> forbidden(ForbiddenException failure, RoutingContext context) {
        audit.refused(context, ProblemType.FORBIDDEN);
        return problem(ProblemType.FORBIDDEN, "your role does not allow this; the API's description says which does")
                .build();
    }

    /** With the challenge of the mechanism that has one. It may also be a way to a login page. */
    private Uni<RestResponse<Map<String, Object>>> challenged(RoutingContext context) {
        audit.refused(context, ProblemType.UNAUTHORIZED);
        HttpAuthenticator authenticator = context.get(HttpAuthenticator.class.getName());
        return authenticator.getChallenge(context).map(challenge -> {
            if (challenge == null) {
                return unauthorized().build();
            }
            ResponseBuilder<Map<String, Object>> answer = challenge.status == UNAUTHORIZED
                    ? unauthorized()
                    : ResponseBuilder.<Map<String, Object>>create(challenge.status);
            return with(answer, challenge);
        });
    }

    private static ResponseBuilder<Map<String, Object>> unauthorized() {
        return problem(ProblemType.UNAUTHORIZED, "this needs an API key that is known here, or other credentials");
    }

    private static ResponseBuilder<Map<String, Object>> problem(ProblemType kind, String detail) {
        return ResponseBuilder.<Map<String, Object>>create(kind.status())
                .entity(Problem.of(kind, detail).body())
                .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    }

    private static RestResponse<Map<String, Object>> with(
            ResponseBuilder<Map<String, Object>> answer, ChallengeData challenge) {
        challenge.getHeaders().forEach((name, value) -> answer.header(name.toString(), value));
        return answer.build();
    }
}
