package dev.streamlane.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what is no media type at all before anybody relies on it: the routing behind would fail on it as if it were our
 * fault.
 */
public class MediaTypeCheck {
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]++";
    private static final String TYPE =
            TOKEN + "/" + TOKEN + "(?:[ \t]*+;[ \t]*+" + TOKEN + "=(?:" + TOKEN + "|\"[^\"\\\\]*+\"))*+[ \t]*+";
    private static final Pattern ONE = Pattern.compile(TYPE);
    private static final Pattern LIST = Pattern.compile(TYPE + "(?:,[ \t]*+" + TYPE + ")*+");
    private static final Pattern BAD_QUALITY = Pattern.compile(";[ \t]*+q=(?![01](?:\\.[0-9]{0,3})?[ \t]*+(?:[,;]|$))");

    /** Runs before the resource is chosen. */
    @ServerRequestFilter(preMatching = true)
    public void check(ContainerRequestContext request) {
        String contentType = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (contentType != null && !ONE.matcher(contentType).matches()) {
            throw ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "the Content-Type is no media type");
        }
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accept != null
                && (!LIST.matcher(accept).matches()
                        || BAD_QUALITY.matcher(accept).find())) {
            throw ProblemException.of(ProblemType.NOT_ACCEPTABLE, "the Accept header is no list of media types");
        }
    }
}
