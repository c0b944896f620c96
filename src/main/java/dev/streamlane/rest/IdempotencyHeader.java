package dev.streamlane.rest;

import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.Violation;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The request header {@code Idempotency-Key}. Its value may stand in quotation marks, as drafts of a standard have it, or
 * without, as most clients send it.
 */
final class IdempotencyHeader {
    static final String NAME = "Idempotency-Key";

    private IdempotencyHeader() {}

    /** The job with the header's key, if the request has one. */
    static NewJob apply(RoutingContext context, NewJob job) {
        List<String> values = context.request().headers().getAll(NAME);
        if (values.isEmpty() || job == null) {
            return job;
        }
        if (values.size() > 1) {
            throw refuse("the header " + NAME + " may be there once");
        }
        if (job.idempotencyKey() != null) {
            throw refuse("the header " + NAME + " and the field idempotencyKey exclude each other");
        }
        return job.withIdempotencyKey(unquoted(values.get(0).strip()));
    }

    /** Refuses the header of a request with several jobs: each of them has a key of its own. */
    static void refuse(RoutingContext context) {
        if (context.request().headers().contains(NAME)) {
            throw refuse("the header " + NAME + " is for single jobs; give each job its own idempotencyKey");
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static InvalidRequestException refuse(String message) {
        return new InvalidRequestException(List.of(new Violation(-1, "idempotencyKey", null, message)));
    }
}
