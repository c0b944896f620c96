package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.deadletter.Bulk;
import dev.streamlane.deadletter.Filter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what is to be done with many dead letters from the bytes of a request. */
final class DeadLetterBulkReader {
    static final int MAX_LIMIT = 10_000;
    static final int MAX_RATE = 10_000;
    private static final int DEFAULT_LIMIT = 1000;

    private static final List<String> TEXTS = List.of("topic", "group", "error", "from", "to", "cursor");

    private final Map<String, String> texts = new HashMap<>();
    private boolean dryRun;
    private int limit = DEFAULT_LIMIT;
    private OptionalInt rate = OptionalInt.empty();

    private DeadLetterBulkReader() {}

    /**
     * Reads a request; {@code null} stands for a field that is left out.
     *
     * @throws ProblemException at the first fault
     */
    static Bulk read(byte[] bytes) {
        try (JsonParser parser = StrictJson.parser(bytes, 0, bytes.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refuse("topic", null, "the body must be an object");
            }
            DeadLetterBulkReader read = new DeadLetterBulkReader();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                read.field(name, parser);
            }
            StrictJson.requireEnd(parser);
            return read.bulk();
        } catch (JsonProcessingException e) {
            throw StrictJson.problem(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void field(String name, JsonParser parser) throws IOException {
        boolean given = parser.currentToken() != JsonToken.VALUE_NULL;
        switch (name) {
            case "topic", "group", "error", "from", "to", "cursor" -> {
                if (given) {
                    texts.put(name, text(name, parser));
                }
            }
            case "dryRun" -> dryRun = given && flag(name, parser);
            case "limit" -> limit = given ? number(name, MAX_LIMIT, parser) : limit;
            case "rate" -> rate = given ? OptionalInt.of(number(name, MAX_RATE, parser)) : rate;
            default ->
                throw refuse(
                        Quote.of(name),
                        null,
                        "unknown field '" + Quote.of(name) + "'; known are " + String.join(", ", TEXTS)
                                + ", dryRun, limit, rate");
        }
    }

    private Bulk bulk() {
        Filter filter = DeadLetterQuery.filter(texts::get);
        if (filter.isEmpty()) {
            throw refuse("topic", null, "name at least one of topic, group, error, from, to");
        }
        return new Bulk(
                filter,
                dryRun,
                limit,
                rate,
                Optional.ofNullable(texts.get("cursor")).map(text -> DeadLetterQuery.id("cursor", text)));
    }

    private static String text(String field, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw refuse(field, null, field + " must be a string");
        }
        return parser.getText();
    }

    private static boolean flag(String field, JsonParser parser) {
        if (!parser.currentToken().isBoolean()) {
            throw refuse(field, null, field + " must be true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static int number(String field, int max, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.INT
                && parser.getIntValue() >= 1
                && parser.getIntValue() <= max) {
            return parser.getIntValue();
        }
        throw refuse(field, max, field + " must be an integer from 1 to " + max);
    }

    private static ProblemException refuse(String field, Object limit, String detail) {
        return DeadLetterQuery.refuse(field, limit, detail);
    }
}
