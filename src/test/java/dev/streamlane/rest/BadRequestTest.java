package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import dev.streamlane.testing.RawHttp;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BadRequestTest {
    private static final String JOBS = "/topics/bad-jobs/jobs";

    @TestHTTPResource
    URI service;

    @Test
    void aRefusalIsSeenByAClientThatReadsOnlyWhenItHasSentAll() throws IOException {
        byte[] body = new byte[8 * 1024 * 1024];
        String head = "POST /topics/bad/jobs?unknown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";

        byte[] request = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + body.length);

        assertThat(new RawHttp(service).send(request).status()).isEqualTo(400);
    }

    static Stream<Arguments> jobs() {
        return Stream.of(
                arguments("{}", "payload", null, "payload must not be null"),
                arguments("{\"payload\":null}", "payload", null, "payload must not be null"),
                arguments("[]", "payload", null, "a job must be an object"),
                arguments("\"text\"", "payload", null, "a job must be an object"),
                arguments("{\"payload\":1,\"later\":\"PT5S\"}", "later", null, "unknown field 'later'"),
                arguments("{\"payload\":\"\\ud800\"}", "payload", null, "half of a surrogate pair"),
                arguments("{\"payload\":\"" + "x".repeat(1048575) + "\"}", "payload", 1048576, "at most 1048576 bytes"),
                arguments("{\"payload\":1,\"key\":\"\"}", "key", 1024, "1 to 1024 characters, not 0"),
                arguments("{\"payload\":1,\"key\":\"" + "k".repeat(1025) + "\"}", "key", 1024, "not 1025"),
                arguments("{\"payload\":1,\"key\":1.5}", "key", null, "key must be a string or an integer"),
                arguments("{\"payload\":1,\"key\":{}}", "key", null, "key must be a string or an integer"),
                arguments("{\"payload\":1,\"key\":\"\\udfff\"}", "key", null, "half of a surrogate pair"),
                arguments(
                        "{\"payload\":{},\"key\":1,\"partitionKey\":\"a\"}",
                        "partitionKey",
                        null,
                        "exclude each other"),
                arguments("{\"payload\":{},\"partitionKey\":\"a\"}", "partitionKey", null, "does not have"),
                arguments(
                        "{\"payload\":{\"a\":[]},\"partitionKey\":\"a\"}",
                        "partitionKey",
                        null,
                        "neither a string nor"),
                arguments("{\"payload\":7,\"partitionKey\":\"a\"}", "partitionKey", null, "not an object"),
                arguments("{\"payload\":{},\"partitionKey\":7}", "partitionKey", null, "must be a string"),
                arguments("{\"payload\":1,\"timeout\":-1}", "timeout", 604800, "whole seconds from 0"),
                arguments("{\"payload\":1,\"timeout\":604801}", "timeout", 604800, "whole seconds from 0"),
                arguments("{\"payload\":1,\"timeout\":0.5}", "timeout", null, "whole number of seconds"),
                arguments("{\"payload\":1,\"timeout\":\"30\"}", "timeout", null, "whole number of seconds"),
                arguments(
                        "{\"payload\":1,\"timeout\":99999999999999999999}", "timeout", null, "whole number of seconds"),
                arguments("{\"payload\":1,\"headers\":[]}", "headers", null, "an object of strings"),
                arguments("{\"payload\":1,\"headers\":{\"a\":1}}", "headers", null, "the header 'a' must be a string"),
                arguments("{\"payload\":1,\"headers\":{\"\":\"a\"}}", "headers", null, "must have a name"),
                arguments(
                        "{\"payload\":1,\"headers\":{\"a\":\"" + "x".repeat(8192) + "\"}}",
                        "headers",
                        8192,
                        "at most 8192 characters"));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void anInvalidJobIsA400ThatNamesFieldAndLimit(String body, String field, Integer limit, String sentence) {
        JsonNode problem = problem(400, http().post(JOBS, Http.JSON, body));

        assertThat(problem.get("field").asText()).isEqualTo(field);
        assertThat(
                        problem.path("limit").isMissingNode()
                                ? null
                                : problem.get("limit").asInt())
                .isEqualTo(limit);
        assertThat(problem.get("detail").asText()).contains(sentence);
        assertThat(problem.has("index")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{]",
                "nul",
                "{\"payload\":1}}",
                "{\"payload\":1} {\"payload\":2}",
                "{'payload':1}",
                "{\"payload\":1,}",
                "{\"payload\":01}",
                "{\"payload\":NaN}",
                "{\"payload\":\"\\x\"}",
                "{\"payload\":1,\"payload\":2}",
                "{\"payload\":{\"a\":1,\"a\":2}}",
                "{\"payload\":\"a\nb\"}",
                "{\"payload\":1} // comment",
                "{\"payload\":1,\"\\ud800\":1}"
            })
    void malformedJsonIsA400ThatNamesThePlace(String body) {
        JsonNode problem = problem(400, http().post(JOBS, Http.JSON, body));

        assertThat(problem.get("title").asText()).isEqualTo("Invalid JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7b227061796c6f6164223a22ff227d", // an illegal byte in a text
                "7b227061796c6f6164223a22eda080227d", // a surrogate as UTF-8
                "efbbbf7b227061796c6f6164223a317d", // a byte order mark
                "7b00220070006100790022003a003100", // UTF-16
                "00"
            })
    void whatIsNotUtf8IsA400(String hex) {
        Answer answer = http().send("POST", JOBS, Http.JSON, HexFormat.of().parseHex(hex));

        assertThat(problem(400, answer).get("title").asText()).isEqualTo("Invalid JSON");
    }

    @Test
    void g8NestingNumbersAndNamesAreBounded() {
        String deep = "{\"payload\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String number = "{\"payload\":" + "9".repeat(2_000) + "}";
        String name = "{\"payload\":{\"" + "n".repeat(60_000) + "\":1}}";

        for (String body : new String[] {deep, number, name}) {
            assertThat(problem(400, http().post(JOBS, Http.JSON, body))
                            .get("detail")
                            .asText())
                    .startsWith("the JSON goes beyond a limit");
        }
    }

    @Test
    void aBatchNamesTheJobsAtFaultAndIsNotWritten() {
        String body = "{\"jobs\":[{\"payload\":1},{\"payload\":null},{\"payload\":1,\"timeout\":-5}]}";

        JsonNode problem = problem(400, http().post("/topics/bad-batch/jobs/batch", Http.JSON, body));

        assertThat(problem.get("index").asInt()).isEqualTo(1);
        assertThat(problem.get("errors")).hasSize(2);
        assertThat(problem.get("errors").get(1).get("index").asInt()).isEqualTo(2);
        assertThat(problem.get("errors").get(1).get("field").asText()).isEqualTo("timeout");
        assertThat(http().send("GET", "/topics/bad-batch").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                       | jobs | at least one job
            {"jobs":[]}              | jobs | at least one job
            {"jobs":{}}              | jobs | jobs must be an array
            []                       | jobs | must be an object with the field jobs
            {"jobs":[{"payload":1}],"x":1} | x | unknown field 'x'
            """)
    void aBatchOfAnotherFormIsA400(String body, String field, String sentence) {
        JsonNode problem = problem(400, http().post(JOBS + "/batch", Http.JSON, body));

        assertThat(problem.get("field").asText()).isEqualTo(field);
        assertThat(problem.get("detail").asText()).contains(sentence);
    }

    @Test
    void g8AnOverlongBatchIsA400WithItsLimit() {
        String body = "{\"jobs\":[" + "{\"payload\":1},".repeat(10_000) + "{\"payload\":1}]}";

        JsonNode problem = problem(400, http().post(JOBS + "/batch", Http.JSON, body));

        assertThat(problem.get("limit").asInt()).isEqualTo(10_000);
    }

    @Test
    void g8AnOverlongBodyIsA413WithItsLimit() {
        byte[] body = " ".repeat(33_554_433).getBytes(StandardCharsets.US_ASCII);

        JsonNode problem = problem(413, http().send("POST", JOBS, Http.JSON, body));

        assertThat(problem.get("limit").asInt()).isEqualTo(33_554_432);
    }

    @Test
    void aMalformedLineNamesItsNumberAndTheLinesBeforeItAreEnqueued() {
        String lines = "{\"payload\":1}\n\n{\"payload\":2}\n{\"payload\":3,}\n{\"payload\":4}\n";

        JsonNode problem = problem(400, http().post("/topics/bad-line/jobs", Http.NDJSON, lines));

        assertThat(problem.get("line").asInt()).isEqualTo(4);
        assertThat(problem.get("enqueued").asInt()).isEqualTo(2);
    }

    @Test
    void anInvalidLineNamesNumberFieldAndLimit() {
        String lines = "{\"payload\":1}\n{\"payload\":2,\"timeout\":-1}\n";

        JsonNode problem = problem(400, http().post("/topics/bad-line/jobs", Http.NDJSON, lines));

        assertThat(problem.get("line").asInt()).isEqualTo(2);
        assertThat(problem.get("field").asText()).isEqualTo("timeout");
        assertThat(problem.get("limit").asInt()).isEqualTo(604800);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a:b", "%7Ba%7D", "a%2Fb", "%C3%BC", "a%00", "%F0%9F%98%80"})
    void anIllegalTopicNameIsA400ThatSaysWhatIsLegal(String topic) {
        JsonNode problem = problem(400, http().post("/topics/" + topic + "/jobs", Http.JSON, "{\"payload\":1}"));

        assertThat(problem.get("field").asText()).isEqualTo("topic");
        assertThat(problem.get("detail").asText())
                .contains("1 to 128 characters out of A-Z, a-z, 0-9, '.', '_' and '-'");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            POST,   /topics/t/jobs,       text/plain,                        415
            POST,   /topics/t/jobs,       none,                              415
            POST,   /topics/t/jobs,       application/json;charset=latin1,   415
            POST,   /topics/t/jobs/batch, application/x-ndjson,              415
            PUT,    /topics/t,            text/plain,                        415
            PUT,    /topics/t,            ;,                                 415
            PUT,    /topics/t,            application/json;charset=\",       415
            GET,    /topics/t/jobs,       none,                              405
            PUT,    /topics/t/jobs/batch, application/json,                  405
            DELETE, /topics,              none,                              405
            GET,    /nowhere,             none,                              404
            GET,    /topics/unknown,      none,                              404
            """)
    void whatDoesNotExistOrFitIsAProblemToo(String method, String path, String contentType, int status) {
        byte[] body = method.startsWith("P") ? "{\"payload\":1}".getBytes(StandardCharsets.UTF_8) : new byte[0];

        problem(status, http().send(method, path, contentType, body));
    }

    private static JsonNode problem(int status, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("type").asText()).startsWith("urn:streamlane:problem:");
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(answer.body()).doesNotContain("Exception", "dev.streamlane", "fasterxml", "\tat ");
        return problem;
    }

    private Http http() {
        return new Http(service);
    }
}
