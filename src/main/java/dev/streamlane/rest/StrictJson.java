package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/**
 * Opens JSON of unknown origin: UTF-8 only, no name twice in one object, and Jackson's own limits of nesting (1,000),
 * names (50,000 characters) and numbers (1,000 digits).
 */
final class StrictJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StrictJson() {}

    /** A parser of one JSON text. */
    static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
        // Zero bytes and byte order marks would make the parser guess another encoding.
        boolean marked = to - from >= 3 && bytes[from] == (byte) 0xef && bytes[from + 1] == (byte) 0xbb;
        for (int i = from; i < Math.min(from + 4, to); i++) {
            marked |= bytes[i] == 0;
        }
        if (marked || !Utf8.valid(bytes, from, to)) {
            throw ProblemException.of(
                    ProblemType.INVALID_JSON, "the JSON is not in UTF-8, or begins with a byte order mark");
        }
        return FACTORY.createParser(bytes, from, to - from);
    }

    /** Refuses anything behind the value that the parser has just finished. */
    static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw ProblemException.of(ProblemType.INVALID_JSON, "there is something behind the end of the JSON");
        }
    }

    /** What the parser has found, without the parser's own words. */
    static ProblemException problem(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        Problem problem = Problem.of(ProblemType.INVALID_JSON, reason(e));
        return new ProblemException(
                at == null ? problem : problem.with("line", at.getLineNr()).with("column", at.getColumnNr()));
    }

    private static String reason(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "the JSON goes beyond a limit: 1000 levels of nesting, 50000 characters a name, 1000 digits a number";
        }
        return e.getOriginalMessage().startsWith("Duplicate field")
                ? "the JSON has a name twice in one object"
                : "the JSON is malformed";
    }
}
