package dev.streamlane.rest;

import dev.streamlane.config.StreamlaneConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;

/**
 * Reads the bodies of requests. We do it ourselves, because the limit of Quarkus is for all of them and would end NDJSON
 * streams too, and its answer is no problem document.
 */
@Singleton
final class Bodies {
    /** From this size on a body is parsed on a worker thread: a millisecond is long for an I/O thread. */
    private static final int LARGE = 256 * 1024;

    private final int max;
    private final BodyBudget budget;

    Bodies(StreamlaneConfig config, BodyBudget budget) {
        this.max = config.enqueue().maxBody();
        this.budget = budget;
    }

    /** The whole body, on a thread that may parse it; fails with {@link ProblemException}. */
    Uni<byte[]> read(RoutingContext context) {
        requireUtf8(context);
        return Uni.createFrom()
                .<byte[]>emitter(emitter -> new BodyReading(context, max, budget, emitter).start())
                .chain(body -> body.length < LARGE
                        ? Uni.createFrom().item(body)
                        : Uni.createFrom().item(body).emitOn(Infrastructure.getDefaultWorkerPool()));
    }

    /** Refuses bodies of no type, in another character set, or compressed. */
    static void requireUtf8(RoutingContext context) {
        if (context.request().getHeader(HttpHeaders.CONTENT_TYPE) == null) {
            throw ProblemException.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "the Content-Type is missing; " + Problems.CONTENT_TYPES);
        }
        String charset = context.parsedHeaders().contentType().parameter("charset");
        String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        boolean plain = encoding == null || encoding.toLowerCase(Locale.ROOT).equals("identity");
        if (!plain || (charset != null && !charset.toLowerCase(Locale.ROOT).equals("utf-8"))) {
            throw ProblemException.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "bodies must be in UTF-8 and without a Content-Encoding");
        }
    }
}
