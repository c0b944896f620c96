package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.rest.ApiDocument.Call;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API is as its description says. What each call is, and its example, stands in {@code openapi/calls.json}. */
@QuarkusTest
class OpenApiTest {
    private static final List<String> ORDER = List.of("PUT", "POST", "GET", "DELETE");

    @TestHTTPResource
    URI service;

    private ApiDocument api;

    @BeforeEach
    void read() {
        api = new ApiDocument(http().send("GET", "/q/openapi?format=json").json());
    }

    @Test
    void everyCallHasANameARoleItsErrorsAndExamples() {
        assertThat(api.calls()).allSatisfy(call -> {
            JsonNode operation = call.operation();
            assertThat(operation.path("operationId").asText())
                    .as("%s in calls.json", call)
                    .isNotBlank();
            assertThat(operation.path("summary").asText()).as("%s", call).isNotBlank();
            assertThat(operation.at("/security/0/bearer/0").asText())
                    .as("%s", call)
                    .isIn(Roles.PRODUCER, Roles.VIEWER, Roles.OPERATOR);
            assertThat(operation.path("responses").fieldNames())
                    .toIterable()
                    .as("%s", call)
                    .contains("400", "401", "403");
            JsonNode tooMany = operation.at("/responses/429");
            assertThat(tooMany.isMissingNode() || tooMany.path("headers").has("Retry-After"))
                    .as("%s says when to try again", call)
                    .isTrue();
        });
        assertThat(api.calls())
                .extracting(call -> call.operation().path("operationId").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyBodyAndAnswerHasAnExampleThatFitsItsSchema() {
        assertThat(api.calls()).allSatisfy(call -> {
            assertExamples(call + " body", call.operation().at("/requestBody/content"));
            call.operation()
                    .path("responses")
                    .fields()
                    .forEachRemaining(answer -> assertExamples(
                            call + " " + answer.getKey(), answer.getValue().path("content")));
        });
    }

    @Test
    void everyCallMadeWithItsExampleIsAnsweredAsDescribed() {
        assertThat(api.calls().stream()
                        .sorted(Comparator.comparingInt((Call call) -> ORDER.indexOf(call.method()))
                                .thenComparing(Call::path))
                        .toList())
                .allSatisfy(call -> {
                    JsonNode body = call.operation().at("/requestBody/content/application~1json/example");
                    String path = call.path()
                            .replace("{partition}", "0")
                            .replaceAll("\\{(id|entryId)}", "1-0")
                            .replaceAll("\\{\\w+}", "openapi");
                    Answer answer = body.isMissingNode()
                            ? http().send(call.method(), path)
                            : http().send(
                                            call.method(),
                                            path,
                                            Http.JSON,
                                            body.toString().getBytes(StandardCharsets.UTF_8));
                    assertThat(answer.status()).as("%s: %s", call, answer).isNotIn(400, 401, 403, 405, 406, 415);
                    api.check(call.method(), path, answer);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | GET  | /topics/openapi-none                  |                      |",
                "400 | GET  | /topics/openapi-none?x=1              |                      |",
                "400 | GET  | /topics?x=1                           |                      |",
                "400 | GET  | /stats?x=1                            |                      |",
                "400 | PUT  | /topics/openapi-errors                | application/json     | {\"partitions\":0}",
                "201 | PUT  | /topics/openapi-errors                | application/json     | {\"partitions\":2,\"maxLength\":1}",
                "409 | PUT  | /topics/openapi-errors                | application/json     | {\"partitions\":1}",
                "415 | PUT  | /topics/openapi-errors                | text/plain           | {}",
                "400 | POST | /topics/openapi-errors/jobs           | application/json     | {}",
                "415 | POST | /topics/openapi-errors/jobs           | text/plain           | {}",
                "400 | POST | /topics/openapi-errors/jobs           | application/x-ndjson | {}",
                "202 | POST | /topics/openapi-lines/jobs            | application/x-ndjson | {\"payload\":1}",
                "400 | POST | /topics/openapi-errors/jobs/batch     | application/json     | {\"jobs\":[{},{\"payload\":1,\"key\":\"\"}]}",
                "202 | POST | /topics/openapi-errors/jobs           | application/json     | {\"payload\":1,\"key\":1}",
                "429 | POST | /topics/openapi-errors/jobs           | application/json     | {\"payload\":1,\"key\":1}",
                "400 | POST | /services/openapi/streams             | application/json     | {\"dataStreamName\":\"\"}",
                "404 | GET  | /services/openapi-none/streams        |                      |",
                "400 | GET  | /services/openapi-none/streams?limit=0 |                     |"
            })
    void errorsAreAnsweredAsDescribed(int status, String method, String path, String contentType, String body) {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);

        Answer answer = http().send(method, path, contentType, bytes);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        api.check(method, path, answer);
    }

    private void assertExamples(String what, JsonNode content) {
        content.fields().forEachRemaining(type -> {
            JsonNode example = type.getValue().path("example");
            assertThat(example.isMissingNode()).as("no example: %s", what).isFalse();
            assertThat(api.faults(type.getValue().path("schema"), example))
                    .as(what)
                    .isEmpty();
        });
    }

    private Http http() {
        return new Http(service);
    }
}
