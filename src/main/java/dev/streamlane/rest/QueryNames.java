package dev.streamlane.rest;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Checks which query parameters a request has. One that is misspelt, or given twice, is refused: ignoring it would do
 * something else than was asked for.
 */
final class QueryNames {
    private QueryNames() {}

    /**
     * Refuses every query parameter but these, each at most once. To be called first in each method of a resource.
     *
     * @throws ProblemException if there is another one, or one twice
     */
    static void require(RoutingContext request, String... known) {
        List<String> names = List.of(known);
        MultiMap parameters = parameters(request);
        for (String name : parameters.names()) {
            if (!names.contains(name)) {
                String quoted = Quote.of(name);
                throw refuse(quoted, "unknown query parameter '" + quoted + "'; " + sentence(names));
            }
            if (parameters.getAll(name).size() > 1) {
                throw refuse(name, "the query parameter " + name + " is there more than once");
            }
        }
    }

    private static String sentence(List<String> names) {
        return names.isEmpty() ? "there are none here" : "known are " + String.join(", ", names);
    }

    private static MultiMap parameters(RoutingContext request) {
        try {
            return request.request().params();
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ProblemType.INVALID_REQUEST, "the query is malformed");
        }
    }

    private static ProblemException refuse(String field, String detail) {
        return new ProblemException(
                Problem.of(ProblemType.INVALID_REQUEST, detail).with("field", field));
    }
}
