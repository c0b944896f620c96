package dev.streamlane.rest;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Collects one body; lives on the request's event loop. */
final class BodyReading {
    private final RoutingContext context;
    private final int max;
    private final BodyBudget budget;
    private final UniEmitter<? super byte[]> emitter;
    private final Buffer body = Buffer.buffer();

    BodyReading(RoutingContext context, int max, BodyBudget budget, UniEmitter<? super byte[]> emitter) {
        this.context = context;
        this.max = max;
        this.budget = budget;
        this.emitter = emitter;
    }

    void start() {
        HttpServerRequest request = context.request();
        if (announced(request) > max) {
            fail(tooLarge());
            return;
        }
        // What is held is given back when the answer has gone out, or cannot any more.
        context.addEndHandler(ended -> budget.give(body.length()));
        request.exceptionHandler(failure -> fail(Problem.of(ProblemType.INVALID_REQUEST, "the body broke off")));
        request.endHandler(end -> emitter.complete(body.getBytes()));
        request.handler(this::add);
        Streams.begin(request);
    }

    private void add(Buffer chunk) {
        if (body.length() + chunk.length() > max) {
            fail(tooLarge());
        } else if (!budget.take(chunk.length())) {
            fail(BodyBudget.exhausted());
        } else {
            body.appendBuffer(chunk);
        }
    }

    private Problem tooLarge() {
        String detail = "the body may have at most " + max + " bytes; an NDJSON stream may have any number";
        return Problem.of(ProblemType.BODY_TOO_LARGE, detail).with("limit", max);
    }

    private void fail(Problem problem) {
        Streams.discard(context.request());
        emitter.fail(new ProblemException(problem));
    }

    /** The length that the request says its body has, or 0 if it says none. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
