package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AddStreamTest {
    private static final String BAD = "/services/add-bad/streams";

    @TestHTTPResource
    URI service;

    @Inject
    Redis redis;

    @Test
    void aStreamIsAnsweredWithItsPlaceAndStandsThere() {
        Answer answer = post(
                "/services/add-one/streams",
                "{\"dataStreamName\":\"order-stream-0\",\"info\":{\"order_id\":\"order-0\",\"priority\":\"low\"}}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        String entryId = answer.json().get("entryId").asText();
        assertThat(answer.body())
                .isEqualTo("{\"entryId\":\"" + entryId
                        + "\",\"service\":\"add-one\",\"dataStreamName\":\"order-stream-0\"}");
        Response entry = entries("add-one").get(0);
        assertThat(entry.get(0).toString()).isEqualTo(entryId);
        assertThat(entry.get(1).stream().map(Response::toString))
                .containsExactly(
                        "lbs-input",
                        "{\"DataStreamName\":\"order-stream-0\",\"Info\":{\"order_id\":\"order-0\",\"priority\":\"low\"}}");
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                arguments("{\"dataStreamName\":\"a\"}", "{\"DataStreamName\":\"a\",\"Info\":{}}"),
                arguments("{\"info\":null,\"dataStreamName\":\"a\"}", "{\"DataStreamName\":\"a\",\"Info\":{}}"),
                arguments(
                        " { \"info\" : { \"a\" : [ 1 , {} ] } , \"dataStreamName\" : \"a b:{c}\" } ",
                        "{\"DataStreamName\":\"a b:{c}\",\"Info\":{ \"a\" : [ 1 , {} ] }}"),
                arguments(
                        "{\"dataStreamName\":\"ü😀\\u00fc\\\"\",\"info\":{\"ü\":\"😀\\u00fc\\ud83d\\ude00\\n\"}}",
                        "{\"DataStreamName\":\"ü😀ü\\\"\",\"Info\":{\"ü\":\"😀\\u00fc\\ud83d\\ude00\\n\"}}"),
                arguments(
                        "{\"dataStreamName\":\"a\",\"info\":{\"n\":[1,1.0,1.50,-0,1e400,123456789012345678901234567890]}}",
                        "{\"DataStreamName\":\"a\",\"Info\":{\"n\":[1,1.0,1.50,-0,1e400,123456789012345678901234567890]}}"),
                arguments(
                        "{\"dataStreamName\":\"a\",\"info\":" + nested(990) + "}",
                        "{\"DataStreamName\":\"a\",\"Info\":" + nested(990) + "}"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theInfoKeepsItsTextByteForByte(String body, String written) {
        Answer answer = post("/services/add-forms/streams", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(send(Request.cmd(Command.XREVRANGE)
                                .arg("add-forms-input")
                                .arg("+")
                                .arg("-")
                                .arg("COUNT")
                                .arg(1))
                        .get(0)
                        .get(1)
                        .get(1)
                        .toString())
                .isEqualTo(written);
    }

    static Stream<Arguments> invalid() {
        String half = "half of a surrogate pair";
        return Stream.of(
                arguments("{}", "dataStreamName", null, "dataStreamName is missing"),
                arguments("{\"dataStreamName\":null}", "dataStreamName", null, "dataStreamName is missing"),
                arguments("[]", "dataStreamName", null, "the body must be an object"),
                arguments("\"text\"", "dataStreamName", null, "the body must be an object"),
                arguments("{\"dataStreamName\":7}", "dataStreamName", null, "dataStreamName must be a string"),
                arguments("{\"dataStreamName\":{\"a\":[1]}}", "dataStreamName", null, "must be a string"),
                arguments("{\"dataStreamName\":\"\"}", "dataStreamName", 512, "1 to 512 characters, not 0"),
                arguments(stream("x".repeat(513), "{}"), "dataStreamName", 512, "1 to 512 characters, not 513"),
                arguments("{\"dataStreamName\":\"\\ud800\"}", "dataStreamName", null, half),
                arguments(
                        stream("a<MUTEX_KEY_SEP>b", "{}"), "dataStreamName", null, "must not contain <MUTEX_KEY_SEP>"),
                arguments(stream("a", "[]"), "info", null, "info must be an object"),
                arguments(stream("a", "\"{}\""), "info", null, "info must be an object"),
                arguments(stream("a", "true"), "info", null, "info must be an object"),
                arguments(stream("a", "{\"b\":\"\\udfff\"}"), "info", null, half),
                arguments(
                        stream("a", "{\"b\":\"" + "x".repeat(65536) + "\"}"),
                        "info",
                        65536,
                        "dataStreamName and info may have at most 65536 bytes together, as JSON"),
                arguments("{\"dataStreamName\":\"a\",\"name\":1}", "name", null, "unknown field 'name'; known are"),
                arguments("{\"DataStreamName\":\"a\",\"Info\":{}}", "DataStreamName", null, "unknown field"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidStreamIsA400ThatNamesFieldAndLimit(String body, String field, Integer limit, String sentence) {
        JsonNode problem = problem(400, post(BAD, body));

        assertThat(problem.get("field").asText()).isEqualTo(field);
        assertThat(
                        problem.path("limit").isMissingNode()
                                ? null
                                : problem.get("limit").asInt())
                .isEqualTo(limit);
        assertThat(problem.get("detail").asText()).contains(sentence);
        assertThat(exists("add-bad")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "{\"dataStreamName\":\"a\"}}",
                "{\"dataStreamName\":\"a\"} {}",
                "{\"dataStreamName\":\"a\",}",
                "{\"dataStreamName\":\"a\",\"dataStreamName\":\"b\"}",
                "{\"dataStreamName\":\"a\",\"info\":{},\"info\":{}}",
                "{\"dataStreamName\":\"a\",\"info\":{\"b\":1,\"b\":1}}",
                "{\"dataStreamName\":\"a\",\"info\":{\"b\":01}}",
                "{\"dataStreamName\":\"a\",\"info\":{\"b\":NaN}}"
            })
    void malformedJsonIsA400(String body) {
        assertThat(problem(400, post(BAD, body)).get("type").asText()).startsWith("urn:streamlane:problem:invalid-");
        assertThat(exists("add-bad")).isFalse();
    }

    @Test
    void g8NestingIsBounded() {
        JsonNode problem = problem(400, post(BAD, stream("a", nested(1001))));

        assertThat(problem.get("detail").asText()).startsWith("the JSON goes beyond a limit: 1000 levels");
    }

    @Test
    void g8AnOverlongBodyIsA413WithItsLimit() {
        JsonNode problem = problem(413, post(BAD, " ".repeat(33_554_433)));

        assertThat(problem.get("limit").asInt()).isEqualTo(33_554_432);
    }

    @Test
    void g8AFullServiceIsA429ThatSaysWhenToTryAgain() {
        String fill = "for i = 1, 100000 do redis.call('XADD', KEYS[1], '*', 'lbs-input', '{}') end";
        send(Request.cmd(Command.EVAL).arg(fill).arg(1).arg("add-full-input"));

        Answer refused = post("/services/add-full/streams", stream("a", "{}"));

        send(Request.cmd(Command.DEL).arg("add-full-input"));
        JsonNode problem = problem(429, refused);
        assertThat(refused.retryAfter()).isEqualTo("1");
        assertThat(problem.get("service").asText()).isEqualTo("add-full");
        assertThat(problem.get("length").asInt()).isEqualTo(100_000);
        assertThat(problem.get("limit").asInt()).isEqualTo(100_000);
        assertThat(post("/services/add-full/streams", stream("a", "{}")).status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a:b", "%7Ba%7D", "a%2Fb", "%C3%BC"})
    void anIllegalServiceNameIsA400ThatSaysWhatIsLegal(String name) {
        JsonNode problem = problem(400, post("/services/" + name + "/streams", stream("a", "{}")));

        assertThat(problem.get("field").asText()).isEqualTo("service");
        assertThat(problem.get("detail").asText())
                .contains("1 to 128 characters out of A-Z, a-z, 0-9, '.', '_' and '-'");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            POST,   /services/s/streams, text/plain,                      415
            POST,   /services/s/streams, none,                            415
            POST,   /services/s/streams, application/x-ndjson,            415
            POST,   /services/s/streams, application/json;charset=latin1, 415
            PUT,    /services/s/streams, application/json,                405
            POST,   /services/s,         application/json,                404
            """)
    void whatDoesNotExistOrFitIsAProblemToo(String method, String path, String contentType, int status) {
        byte[] body = stream("a", "{}").getBytes(StandardCharsets.UTF_8);

        problem(status, new Http(service).send(method, path, contentType, body));
    }

    private static JsonNode problem(int status, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body()).doesNotContain("Exception", "dev.streamlane", "fasterxml");
        return answer.json();
    }

    private static String stream(String name, String info) {
        return "{\"dataStreamName\":\"" + name + "\",\"info\":" + info + "}";
    }

    /** An object of so many levels. */
    private static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    private Response entries(String name) {
        return send(Request.cmd(Command.XRANGE).arg(name + "-input").arg("-").arg("+"));
    }

    private boolean exists(String name) {
        return send(Request.cmd(Command.EXISTS).arg(name + "-input")).toBoolean();
    }

    private Answer post(String path, String body) {
        return new Http(service).post(path, Http.JSON, body);
    }

    private Response send(Request request) {
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }
}
