package dev.streamlane.rest;

import dev.streamlane.deadletter.Filter;
import dev.streamlane.streams.EntryId;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which dead letters are asked for.
 *
 * @param filter which of them
 * @param cursor where the page before ended
 * @param limit how many at most
 */
record DeadLetterQuery(Filter filter, Optional<EntryId> cursor, int limit) {
    /** Longer ones are stored cut. */
    static final int MAX_ERROR = 1000;

    /** That of a stream service is longer than its name. */
    static final int MAX_GROUP = 256;

    private static final String[] NAMES = {"topic", "group", "error", "from", "to", "cursor", "limit"};

    /** @throws ProblemException if a parameter is illegal */
    static DeadLetterQuery of(RoutingContext request) {
        QueryNames.require(request, NAMES);
        MultiMap query = request.request().params();
        return new DeadLetterQuery(
                filter(query::get),
                Optional.ofNullable(query.get("cursor")).map(text -> id("cursor", text)),
                PageQuery.of(null, query.get("limit")).limit());
    }

    /**
     * Reads what stands under the names of a filter.
     *
     * @param value by name, {@code null} if it is not there
     */
    static Filter filter(Function<String, String> value) {
        return new Filter(
                Optional.ofNullable(value.apply("topic")).map(DeadLetterQuery::topic),
                Optional.ofNullable(value.apply("group")).map(text -> text("group", text, MAX_GROUP)),
                Optional.ofNullable(value.apply("error")).map(text -> text("error", text, MAX_ERROR)),
                Optional.ofNullable(value.apply("from")).map(text -> instant("from", text)),
                Optional.ofNullable(value.apply("to")).map(text -> instant("to", text)));
    }

    static EntryId id(String field, String text) {
        try {
            return EntryId.parse(text);
        } catch (IllegalArgumentException e) {
            throw refuse(field, null, field + " must be an entry ID, such as 1795322101557-0");
        }
    }

    static ProblemException refuse(String field, Object limit, String detail) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, detail)
                .with("field", field)
                .with("limit", limit));
    }

    private static String topic(String text) {
        PathName.require("topic", text);
        return text;
    }

    private static String text(String field, String text, int limit) {
        if (text.isEmpty() || text.length() > limit) {
            throw refuse(field, limit, field + " must have 1 to " + limit + " characters");
        }
        return text;
    }

    private static Instant instant(String field, String text) {
        try {
            // Redis counts milliseconds, in 64 bits.
            return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw refuse(field, null, field + " must be a time in UTC such as 2026-11-22T16:00:00Z");
        }
    }
}
