package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.streams.EntryId;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ListStreamsTest {
    private static final String DEMO =
            "{\"DataStreamName\":\"order-stream-0\",\"Info\":{\"order_id\":\"order-0\",\"priority\":\"low\"}}";

    @TestHTTPResource
    URI service;

    @Inject
    Redis redis;

    @Test
    void whatAnotherClientAddedIsListedAsWhatWasPosted() {
        String posted = post(
                "list-same",
                "{\"dataStreamName\":\"order-stream-0\","
                        + "\"info\":{\"order_id\":\"order-0\",\"priority\":\"low\"}}");
        String added = xadd("list-same", DEMO);

        JsonNode list = list("list-same", "");

        assertThat(list.toString())
                .isEqualTo("{\"service\":\"list-same\",\"waiting\":2,\"assigned\":0,\"unowned\":0,\"streams\":["
                        + waiting(posted) + "," + waiting(added) + "]}");
    }

    private static String waiting(String entryId) {
        return "{\"entryId\":\"" + entryId + "\",\"dataStreamName\":\"order-stream-0\",\"state\":\"waiting\","
                + "\"priority\":\"low\",\"info\":{\"order_id\":\"order-0\",\"priority\":\"low\"}}";
    }

    @Test
    void aStreamShowsWhoHasItSinceWhenAndWhoHadItBefore() {
        String id = xadd("list-held", DEMO);
        read("list-held", "redis-consumer-ann", 1);
        run("HSET", "{list-held-input}:replicas", "redis-consumer-ann", "i 0 0 0 0 0");
        run(
                "HSET",
                "{list-held-input}:state",
                id,
                "{\"epoch\":1763781600007,\"incarnation\":\"i\",\"since\":1763781600008,"
                        + "\"failures\":1,\"checkpoint\":\"5-6\",\"previous\":\"redis-consumer-bob\"}");

        JsonNode stream = list("list-held", "").get("streams").get(0);

        assertThat(stream.get("state").asText()).isEqualTo("assigned");
        assertThat(stream.get("consumer").asText()).isEqualTo("redis-consumer-ann");
        assertThat(stream.get("since").asText()).isEqualTo("2025-11-22T03:20:00.008Z");
        assertThat(stream.get("epoch").asLong()).isEqualTo(1_763_781_600_007L);
        assertThat(stream.get("claimedFrom").asText()).isEqualTo("redis-consumer-bob");
        assertThat(stream.get("failures").asInt()).isEqualTo(1);
        assertThat(stream.get("checkpoint").asText()).isEqualTo("5-6");
    }

    @Test
    void theNumbersAreOfAllStreamsWhateverThePageShows() {
        for (int i = 0; i < 6; i++) {
            xadd("list-numbers", DEMO);
        }
        read("list-numbers", "redis-consumer-go", 2);
        read("list-numbers", "unowned", 1);

        JsonNode list = list("list-numbers", "?limit=1");

        assertThat(list.get("waiting").asInt()).isEqualTo(3);
        assertThat(list.get("assigned").asInt()).isEqualTo(2);
        assertThat(list.get("unowned").asInt()).isEqualTo(1);
        assertThat(list.get("streams")).hasSize(1);
        JsonNode foreign = list.get("streams").get(0);
        assertThat(foreign.get("consumer").asText()).isEqualTo("redis-consumer-go");
        assertThat(Instant.parse(foreign.get("since").asText())).isAfter(Instant.EPOCH);
        assertThat(foreign.has("epoch")).isFalse();
    }

    @Test
    void infoKeepsItsJsonTypes() {
        xadd(
                "list-info",
                "{\"DataStreamName\":\"ü😀\",\"Info\":{\"a\":null,\"b\":true,\"c\":1,\"d\":1.50,\"e\":12345678901234567890123,"
                        + "\"f\":1e400,\"g\":\"\\u00fc\",\"h\":[{}]}}");

        Answer answer = get("list-info", "");

        assertThat(answer.json().get("streams").get(0).get("dataStreamName").asText())
                .isEqualTo("ü😀");
        assertThat(answer.body())
                .contains("\"info\":{\"a\":null,\"b\":true,\"c\":1,\"d\":1.50,\"e\":12345678901234567890123,"
                        + "\"f\":1E+400,\"g\":\"ü\",\"h\":[{}]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            list-bad-1 | other     | x                          | 'lbs-input' is missing
            list-bad-2 | lbs-input | {                          | is not JSON
            list-bad-3 | lbs-input | {"Info":{}}                | DataStreamName
            list-bad-4 | lbs-input | {"DataStreamName":"a","Info":[]} | Info must be an object
            """)
    void whatIsNoAssignmentIsListedWithTheReason(String name, String field, String text, String reason) {
        run("XADD", name + "-input", "*", field, text);

        JsonNode stream = list(name, "").get("streams").get(0);

        assertThat(stream.get("state").asText()).isEqualTo("waiting");
        assertThat(stream.get("error").asText()).contains(reason);
        assertThat(stream.has("dataStreamName")).isFalse();
        assertThat(stream.has("info")).isFalse();
    }

    @Test
    void pagesShowEachStreamThatStaysOnceWhileOthersComeAndGo() {
        List<String> stay = new ArrayList<>();
        List<String> go = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            (i % 2 == 0 ? stay : go).add(xadd("list-pages", DEMO));
        }
        List<String> seen = new ArrayList<>();
        String query = "?limit=7";
        while (query != null) {
            JsonNode page = list("list-pages", query);
            assertThat(page.get("streams").size()).isLessThanOrEqualTo(7);
            page.get("streams").forEach(stream -> seen.add(stream.get("entryId").asText()));
            query = page.has("next") ? "?limit=7&after=" + page.get("next").asText() : null;
            go.stream().limit(5).toList().forEach(id -> {
                run("XDEL", "list-pages-input", id);
                go.remove(id);
            });
            if (seen.size() < 20) {
                stay.add(xadd("list-pages", DEMO));
            }
        }

        assertThat(seen)
                .containsAll(stay)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.comparing(EntryId::parse));
    }

    @Test
    void aPageHas100StreamsUnlessAskedForMoreOrLess() {
        String fill = "for i = 1, 1200 do redis.call('XADD', KEYS[1], i .. '-0', 'lbs-input', ARGV[1]) end";
        run("EVAL", fill, "1", "list-limit-input", DEMO);

        JsonNode page = list("list-limit", "");

        assertThat(page.get("streams")).hasSize(100);
        assertThat(page.get("next").asText()).isEqualTo("100-0");
        assertThat(list("list-limit", "?limit=1000").get("streams")).hasSize(1000);
        assertThat(list("list-limit", "?after=1195-0").get("streams"))
                .extracting(stream -> stream.get("entryId").asText())
                .isEqualTo(IntStream.rangeClosed(1196, 1200)
                        .mapToObj(i -> i + "-0")
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            limit=0,       limit, 1000
            limit=1001,    limit, 1000
            limit=-1,      limit, 1000
            limit=ten,     limit, 1000
            limit=1.0,     limit, 1000
            limit=99999999999, limit, 1000
            after=5,       after, none
            after=x-y,     after, none
            after=-1-0,    after, none
            after=(1-0,    after, none
            after=18446744073709551616-0, after, none
            """)
    void anIllegalParameterIsA400ThatNamesIt(String query, String field, Integer limit) {
        Answer refused = get("list-same", "?" + query);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.json().get("field").asText()).isEqualTo(field);
        assertThat(
                        refused.json().path("limit").isMissingNode()
                                ? null
                                : refused.json().get("limit").asInt())
                .isEqualTo(limit);
    }

    @Test
    void behindTheHighestIdThereIsNothing() {
        xadd("list-end", DEMO);

        assertThat(list("list-end", "?after=18446744073709551615-18446744073709551615")
                        .get("streams"))
                .isEmpty();
    }

    @Test
    void anUnknownServiceIsA404() {
        Answer answer = get("list-nothing", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:streamlane:problem:unknown-service");
        assertThat(answer.json().get("detail").asText()).isEqualTo("there is no stream service 'list-nothing'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a:b", "%7Ba%7D"})
    void anIllegalServiceNameIsA400(String name) {
        assertThat(get(name, "").status()).isEqualTo(400);
    }

    private JsonNode list(String name, String query) {
        Answer answer = get(name, query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private Answer get(String name, String query) {
        return new Http(service).send("GET", "/services/" + name + "/streams" + query);
    }

    private String post(String name, String body) {
        return new Http(service)
                .post("/services/" + name + "/streams", Http.JSON, body)
                .json()
                .get("entryId")
                .asText();
    }

    private String xadd(String name, String assignment) {
        return run("XADD", name + "-input", "*", "lbs-input", assignment).toString();
    }

    private void read(String name, String consumer, int count) {
        if (run("XINFO", "GROUPS", name + "-input").size() == 0) {
            run("XGROUP", "CREATE", name + "-input", name + "-group", "0");
        }
        run("XREADGROUP", "GROUP", name + "-group", consumer, "COUNT", count, "STREAMS", name + "-input", ">");
    }

    private Response run(String command, Object... args) {
        Request request = Request.cmd(Command.create(command));
        for (Object arg : args) {
            request.arg(String.valueOf(arg));
        }
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }
}
