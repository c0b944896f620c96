package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the settings of a topic from the bytes of a request. */
final class TopicReader {
    private static final List<String> FIELDS = List.of("partitions", "maxLength", "overflow", "maxBacklog");

    private TopicReader() {}

    /**
     * Reads a change; {@code null} stands for a field that is left out.
     *
     * @throws ProblemException at the first fault
     */
    static TopicChange read(byte[] bytes, int maxPartitions) {
        try (JsonParser parser = StrictJson.parser(bytes, 0, bytes.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refuse("partitions", null, "the body must be an object");
            }
            TopicChange change = fields(parser, maxPartitions);
            StrictJson.requireEnd(parser);
            return change;
        } catch (JsonProcessingException e) {
            throw StrictJson.problem(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TopicChange fields(JsonParser parser, int maxPartitions) throws IOException {
        OptionalInt partitions = OptionalInt.empty();
        OptionalLong maxLength = OptionalLong.empty();
        Optional<Overflow> overflow = Optional.empty();
        OptionalLong maxBacklog = OptionalLong.empty();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_NULL && FIELDS.contains(name)) {
                continue;
            }
            switch (name) {
                case "partitions" -> partitions = OptionalInt.of((int) number(parser, name, 1, maxPartitions));
                case "maxLength" -> maxLength = OptionalLong.of(number(parser, name, 0, Long.MAX_VALUE));
                case "overflow" -> overflow = Optional.of(overflow(parser));
                case "maxBacklog" -> maxBacklog = OptionalLong.of(number(parser, name, 0, Long.MAX_VALUE));
                default ->
                    throw refuse(
                            Quote.of(name),
                            null,
                            "unknown field '" + Quote.of(name) + "'; known are " + String.join(", ", FIELDS));
            }
        }
        return new TopicChange(partitions, maxLength, overflow, maxBacklog);
    }

    private static long number(JsonParser parser, String field, long min, long max) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && parser.getLongValue() >= min
                && parser.getLongValue() <= max) {
            return parser.getLongValue();
        }
        throw refuse(field, max, field + " must be an integer from " + min + " to " + max);
    }

    private static Overflow overflow(JsonParser parser) throws IOException {
        String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        return switch (text) {
            case "reject" -> Overflow.REJECT;
            case "trim" -> Overflow.TRIM;
            default -> throw refuse("overflow", null, "overflow must be \"reject\" or \"trim\"");
        };
    }

    private static ProblemException refuse(String field, Long limit, String detail) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, detail)
                .with("field", field)
                .with("limit", limit));
    }
}
