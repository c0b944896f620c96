package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.streamlane.testing.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The API's description, to compare with what the service does.
 *
 * @param document by OpenAPI 3.1
 */
record ApiDocument(JsonNode document) {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    ApiDocument {
        // Whatever is answered has to be described; only problems have members of their own.
        document.path("components").path("schemas").fields().forEachRemaining(schema -> {
            if (schema.getValue().has("properties")
                    && !schema.getValue().has("additionalProperties")
                    && !schema.getKey().equals("Problem")) {
                ((ObjectNode) schema.getValue()).put("additionalProperties", false);
            }
        });
    }

    /**
     * A call.
     *
     * @param method in capitals
     * @param path with the names of its parameters in braces
     * @param operation what is described of it
     */
    record Call(String method, String path, JsonNode operation) {
        JsonNode response(int status) {
            return operation.path("responses").path(String.valueOf(status));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        document.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(
                        call -> calls.add(new Call(call.getKey().toUpperCase(), path.getKey(), call.getValue()))));
        assertThat(calls).hasSizeGreaterThan(5);
        return calls;
    }

    /** The call that a request is. */
    Call call(String method, String path) {
        String bare = path.replaceFirst("\\?.*", "");
        List<Call> found = calls().stream()
                .filter(call ->
                        call.method().equals(method) && bare.matches(call.path().replaceAll("\\{\\w+}", "[^/]+")))
                .toList();
        // A word in a path goes before a parameter.
        return found.stream()
                .min((a, b) -> Long.compare(parameters(a), parameters(b)))
                .orElseThrow(() -> new AssertionError("not described: " + method + " " + path));
    }

    /** Asserts that an answer is one that is described. */
    void check(String method, String path, Answer answer) {
        Call call = call(method, path);
        String what = call + ": " + answer;
        assertThat(call.response(answer.status()).isMissingNode())
                .as("not described: %s", what)
                .isFalse();
        JsonNode content = call.response(answer.status()).path("content");
        if (answer.body().isEmpty()) {
            assertThat(content).as(what).isEmpty();
            return;
        }
        String type = answer.contentType().replaceFirst(";.*", "");
        assertThat(content.has(type)).as("content type of %s", what).isTrue();
        assertThat(faults(content.path(type).path("schema"), answer.json()))
                .as(what)
                .isEmpty();
    }

    /** What is wrong with a value, by its schema. */
    Set<ValidationMessage> faults(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("$defs", document.path("components").path("schemas"));
        String text = whole.toString().replace("#/components/schemas/", "#/$defs/");
        return SCHEMAS.getSchema(text).validate(value);
    }

    private static long parameters(Call call) {
        return call.path().chars().filter(c -> c == '{').count();
    }
}
