package dev.streamlane.streams;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.LockKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads entries of the Load Balancer Stream, whoever wrote them. */
final class AssignmentDecoder {
    private static final String FIELD = "lbs-input";
    private static final String NAME = "DataStreamName";
    private static final String INFO = "Info";

    private final ObjectReader reader;
    private final int maxInfo;

    /** @param maxInfo the longest assignment, in bytes */
    AssignmentDecoder(ObjectMapper mapper, int maxInfo) {
        this.reader = mapper.reader()
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
        this.maxInfo = maxInfo;
    }

    /** An entry is no assignment, now or ever. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String reason) {
            super("unreadable: " + reason);
        }
    }

    /** @throws UnreadableException if it is no assignment; it names the field and, if one is exceeded, the limit */
    Assignment decode(Entry entry) throws UnreadableException {
        if (entry.length() > maxInfo) {
            throw new UnreadableException("the field '" + FIELD + "' has " + entry.length()
                    + " bytes, but streamlane.streams.max-info is " + maxInfo);
        }
        if (entry.assignment() == null) {
            throw new UnreadableException("the field '" + FIELD + "' is missing");
        }
        JsonNode root = parse(entry.assignment());
        Map<String, Object> info = info(field(root, INFO));
        return new Assignment(name(field(root, NAME)), info, Priority.of(info));
    }

    private JsonNode parse(String text) throws UnreadableException {
        try {
            JsonNode root = reader.readTree(text);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // Not the message: it quotes what it cannot read, which may be confidential.
            throw new UnreadableException(
                    "the field '" + FIELD + "' is not JSON that can be read" + place(e.getLocation()));
        } catch (NumberFormatException e) { // Jackson passes on what BigDecimal makes of 1e99999999999.
            throw new UnreadableException("the field '" + FIELD + "' has a number that is too large or too small");
        }
        throw new UnreadableException("the field '" + FIELD + "' is not a JSON object");
    }

    /** The last one of that name in upper or lower case, because redis-stream-client-go reads them like this. */
    private static JsonNode field(JsonNode root, String name) {
        JsonNode found = null;
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                found = field.getValue();
            }
        }
        return found;
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String name(JsonNode node) throws UnreadableException {
        if (node == null || !node.isTextual() || node.textValue().isEmpty()) {
            throw new UnreadableException(NAME + " must be a text, and not empty");
        }
        if (node.textValue().contains(LockKey.SEPARATOR)) {
            throw new UnreadableException(NAME + " must not contain " + LockKey.SEPARATOR);
        }
        return node.textValue();
    }

    private static Map<String, Object> info(JsonNode node) throws UnreadableException {
        if (node == null || node.isNull()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw new UnreadableException(INFO + " must be an object");
        }
        return map(node);
    }

    private static Map<String, Object> map(JsonNode object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.fields().forEachRemaining(field -> map.put(field.getKey(), value(field.getValue())));
        return Collections.unmodifiableMap(map);
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> map(node);
            case ARRAY -> list(node);
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            default -> null;
        };
    }

    private static List<Object> list(JsonNode array) {
        List<Object> list = new ArrayList<>();
        array.forEach(element -> list.add(value(element)));
        return Collections.unmodifiableList(list);
    }
}
