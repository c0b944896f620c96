package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.RawHttp;
import dev.streamlane.testing.RawHttp.Reply;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests that nobody means well, thousands of them: none is answered by a 5xx, none leaves half of a batch behind, and the
 * service is well afterwards. {@code -Dtest.fuzz.seed=…} repeats a run.
 */
@QuarkusTest
class FuzzTest {
    private static final long SEED = Long.getLong("test.fuzz.seed", System.nanoTime());
    private static final int CALLS = 4_000;
    private static final int BATCHES = 1_000;
    private static final int STREAMS = 200;
    private static final String TOPIC = "fuzz";
    private static final int PARTITIONS = 2;

    private final Hostile hostile = new Hostile(SEED);

    @TestHTTPResource
    URI service;

    @Inject
    Redis redis;

    @BeforeEach
    void prepare() {
        byte[] settings = ("{\"partitions\":" + PARTITIONS + "}").getBytes(StandardCharsets.UTF_8);
        assertThat(http().send("PUT", "/topics/" + TOPIC, Http.JSON, settings).status())
                .isBetween(200, 201);
    }

    @AfterEach
    void isWell() {
        assertThat(http().send("GET", "/q/health").status()).isEqualTo(200);
        assertThat(http().post("/topics/" + TOPIC + "/jobs", Http.JSON, hostile.goodJob())
                        .status())
                .isEqualTo(202);
    }

    @Test
    void noCallIsAnsweredByAnInternalError() throws IOException {
        List<String> calls = calls();
        for (int i = 0; i < CALLS; i++) {
            byte[] request = request(hostile.one(calls));

            Reply reply = new RawHttp(service).send(request);

            assertThat(reply.status())
                    .as("seed %d: %s%n%s", SEED, text(request), reply)
                    .isBetween(0, 499);
        }
    }

    @Test
    void aBatchIsEnqueuedAsAWholeOrNotAtAll() throws IOException {
        for (int i = 0; i < BATCHES; i++) {
            int jobs = hostile.below(8);
            String body = "{\"jobs\":["
                    + IntStream.range(0, jobs).mapToObj(n -> hostile.job()).collect(Collectors.joining(","))
                    + "]}";
            long before = length();

            Reply reply = post("/jobs/batch", "application/json", body.getBytes(StandardCharsets.UTF_8));

            assertThat(reply.status()).as("seed %d: %s%n%s", SEED, body, reply).isIn(202, 400);
            assertThat(length() - before)
                    .as("seed %d: %s%n%s", SEED, body, reply)
                    .isEqualTo(reply.status() == 202 ? json(reply).path("ids").size() : 0);
        }
    }

    @Test
    void aStreamOfLinesIsEnqueuedAsFarAsTheAnswerSays() throws IOException {
        for (int i = 0; i < STREAMS; i++) {
            byte[] lines = hostile.lines();
            long before = length();

            Reply reply = post("/jobs", "application/x-ndjson", lines);

            assertThat(reply.status())
                    .as("seed %d, stream %d: %s", SEED, i, reply)
                    .isIn(202, 400);
            assertThat(length() - before)
                    .as("seed %d, stream %d: %s", SEED, i, reply)
                    .isEqualTo(json(reply).path("enqueued").asLong(-1));
        }
    }

    @Test
    void anUploadThatIsAbandonedIsEnqueuedUpToSomeLine() throws IOException {
        byte[] lines = (hostile.goodJob() + "\n").repeat(50).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < STREAMS; i++) {
            byte[] request = request("POST /topics/" + TOPIC + "/jobs", "application/x-ndjson", lines, List.of());
            new RawHttp(service).abandon(Arrays.copyOf(request, 1 + hostile.below(request.length - 1)));
        }
        // Each of them is either still being read, or over; afterwards nothing more comes.
        await().until(() -> {
            long first = length();
            return http().send("GET", "/topics").status() == 200 && first == length();
        });
    }

    /** All calls that are described, without their parameters. */
    private List<String> calls() {
        List<String> calls = new ArrayList<>();
        JsonNode paths = http().send("GET", "/q/openapi?format=json").json().path("paths");
        paths.fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> calls.add(method.toUpperCase() + " " + path.getKey())));
        assertThat(calls).hasSizeGreaterThan(5);
        return calls;
    }

    private byte[] request(String call) {
        StringBuilder path = new StringBuilder(call);
        for (int begin = path.indexOf("{"); begin >= 0; begin = path.indexOf("{")) {
            path.replace(begin, path.indexOf("}") + 1, hostile.name());
        }
        String query = hostile.query();
        String line = query.isEmpty() ? path.toString() : path + "?" + query;
        boolean lines = hostile.below(5) == 0;
        byte[] body = lines ? hostile.lines() : hostile.body();
        return request(line, lines ? "application/x-ndjson" : hostile.contentType(), body, hostile.headers());
    }

    private Reply post(String path, String contentType, byte[] body) throws IOException {
        return new RawHttp(service).send(request("POST /topics/" + TOPIC + path, contentType, body, List.of()));
    }

    private static byte[] request(String line, String contentType, byte[] body, List<String> headers) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String head = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + body.length + "\r\n"
                + headers.stream().map(header -> header + "\r\n").collect(Collectors.joining())
                + "\r\n";
        request.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static String text(byte[] request) {
        String text = new String(request, StandardCharsets.UTF_8);
        return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
    }

    private static JsonNode json(Reply reply) throws IOException {
        return new ObjectMapper().readTree(reply.body());
    }

    private long length() {
        long length = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            length += redis.send(Request.cmd(Command.XLEN).arg("redisaq:" + TOPIC + ":" + partition))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .toLong();
        }
        return length;
    }

    private Http http() {
        return new Http(service);
    }
}
