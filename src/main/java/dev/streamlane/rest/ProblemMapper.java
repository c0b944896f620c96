package dev.streamlane.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failed request with a problem document. */
public class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    public RestResponse<Map<String, Object>> problem(Throwable failure) {
        Problem problem = Problems.of(failure);
        if (problem.kind() == ProblemType.INTERNAL_ERROR) {
            LOG.error("a request failed", failure);
        } else {
            LOG.debugf(failure, "answered %d: %s", problem.kind().status(), problem.detail());
        }
        return answer(problem).build();
    }

    @ServerExceptionMapper
    public RestResponse<Map<String, Object>> problem(WebApplicationException failure) {
        return answer(Problems.of(failure)).build();
    }

    private static ResponseBuilder<Map<String, Object>> answer(Problem problem) {
        ResponseBuilder<Map<String, Object>> answer = ResponseBuilder.<Map<String, Object>>create(
                        problem.kind().status())
                .entity(problem.body())
                .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        Duration pause = problem.retryAfter();
        return pause == null ? answer : answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, pause.toSeconds()));
    }
}
