package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the API says about itself by OpenAPI, and how much of it a test has seen so far. */
final class ApiDescription {
    private final JsonNode document;
    private final Set<String> called = new TreeSet<>();
    private final Map<String, Set<String>> seen = new TreeMap<>();

    ApiDescription(JsonNode document) {
        this.document = document;
    }

    /** Notes a call that has succeeded; what it answered has no field that is not described. */
    Answer saw(String method, String path, Answer answer) {
        String template = template(method, path.replaceFirst("\\?.*", ""));
        assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isBetween(200, 299);
        called.add(method + " " + template);
        if (answer.status() == 204) {
            assertThat(answer.body()).isEmpty();
            return answer;
        }
        look(answer.json(), schema(document.path("paths").path(template).path(method.toLowerCase())));
        return answer;
    }

    /** The calls that were not made. */
    Set<String> notCalled() {
        Set<String> calls = new TreeSet<>();
        document.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> calls.add(method.toUpperCase() + " " + path.getKey())));
        assertThat(calls).as("described calls").isNotEmpty();
        calls.removeAll(called);
        return calls;
    }

    /** The fields of answers that no answer had, of these schemas. */
    Collection<String> notSeen(String... schemas) {
        List<String> missing = new ArrayList<>();
        for (String schema : schemas) {
            JsonNode properties = properties(schema);
            assertThat(properties).as("described fields of %s", schema).isNotEmpty();
            properties.fieldNames().forEachRemaining(field -> {
                if (!seen.getOrDefault(schema, Set.of()).contains(field)) {
                    missing.add(schema + "." + field);
                }
            });
        }
        return missing;
    }

    private String template(String method, String path) {
        List<String> found = new ArrayList<>();
        document.path("paths").fields().forEachRemaining(described -> {
            if (path.matches(described.getKey().replaceAll("\\{\\w+}", "[^/]+"))
                    && described.getValue().has(method.toLowerCase())) {
                found.add(described.getKey());
            }
        });
        assertThat(found).as("description of %s %s", method, path).hasSize(1);
        return found.get(0);
    }

    private static JsonNode schema(JsonNode operation) {
        for (JsonNode response : operation.path("responses")) {
            JsonNode schema = response.path("content").path("application/json").path("schema");
            if (!schema.isMissingNode()) {
                return schema;
            }
        }
        throw new AssertionError("no answer is described: " + operation);
    }

    private void look(JsonNode value, JsonNode schema) {
        schema.path("oneOf").forEach(one -> {
            if (properties(name(one)).has(value.fieldNames().next())) {
                look(value, one);
            }
        });
        if (schema.has("items")) {
            value.forEach(item -> look(item, schema.path("items")));
        }
        String name = name(schema);
        if (name.isEmpty() || !value.isObject()) {
            return;
        }
        JsonNode properties = properties(name);
        value.fields().forEachRemaining(field -> {
            assertThat(properties.has(field.getKey()))
                    .as("%s.%s is described", name, field.getKey())
                    .isTrue();
            seen.computeIfAbsent(name, first -> new TreeSet<>()).add(field.getKey());
            look(field.getValue(), properties.path(field.getKey()));
        });
    }

    private static String name(JsonNode schema) {
        return schema.path("$ref").asText().replaceFirst(".*/", "");
    }

    private JsonNode properties(String schema) {
        return document.path("components").path("schemas").path(schema).path("properties");
    }
}
