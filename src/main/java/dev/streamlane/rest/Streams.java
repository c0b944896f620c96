package dev.streamlane.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicLong;

/** Handles the incoming side of requests. */
final class Streams {
    /** How much of a body is still taken after its answer, so that a client that only reads in the end sees the answer. */
    private static final long MAX_DISCARDED = 64L * 1024 * 1024;

    private Streams() {}

    /** Lets a body come whose handlers are set. */
    static void begin(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    /** Throws the rest of a body away, within limits. */
    static void discard(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        AtomicLong discarded = new AtomicLong();
        request.exceptionHandler(failure -> {});
        request.endHandler(end -> {});
        request.handler(chunk -> {
            if (discarded.addAndGet(chunk.length()) > MAX_DISCARDED) {
                request.connection().close();
            }
        });
        request.resume();
    }
}
