package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.partition.Partitioner;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EnqueueTest {
    @TestHTTPResource
    URI service;

    @Inject
    Redis redis;

    @Test
    void aJobIsAnsweredWithItsPlaceAndStandsThere() {
        Answer answer = http().post(
                        "/topics/enqueue-one/jobs",
                        Http.JSON,
                        "{\"payload\": {\"to\": \"ü\", \"n\": [1.50, null]}, \"key\": 7, \"timeout\": 30, \"headers\": {\"a\": \"b\"}}");

        assertThat(answer.status()).isEqualTo(202);
        int partition = Partitioner.ofKey("7", 4);
        assertThat(answer.json().get("topic").asText()).isEqualTo("enqueue-one");
        assertThat(answer.json().get("partition").asInt()).isEqualTo(partition);
        String entryId = answer.json().get("entryId").asText();
        assertThat(send(Request.cmd(Command.XRANGE)
                                .arg("redisaq:enqueue-one:" + partition)
                                .arg(entryId)
                                .arg(entryId))
                        .toString())
                .contains("msg_id, " + answer.json().get("id").asText())
                .contains("payload, {\"to\": \"ü\", \"n\": [1.50, null]}")
                .contains("key, 7")
                .contains("timeout, 30")
                .contains("headers, {\"a\":\"b\"}");
    }

    @Test
    void aBatchIsAnsweredWithItsIdsInOrder() {
        Answer answer = http().post(
                        "/topics/enqueue-batch/jobs/batch",
                        Http.JSON,
                        "{\"jobs\": [{\"payload\": 1}, {\"payload\": \"x\"}, {\"payload\": {\"u\": \"a\"}, \"partitionKey\": \"u\"}]}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("ids")).hasSize(3);
        assertThat(length("enqueue-batch")).isEqualTo(3);
    }

    @Test
    void anNdjsonStreamIsAnsweredWithASummary() {
        String lines = IntStream.range(0, 25_000)
                .mapToObj(i -> "{\"payload\":{\"n\":" + i + "},\"key\":\"k" + i % 10 + "\"}\n")
                .collect(Collectors.joining());

        Answer answer = http().post("/topics/enqueue-lines/jobs", Http.NDJSON, lines);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("enqueued").asInt()).isEqualTo(25_000);
        assertThat(length("enqueue-lines")).isEqualTo(25_000);
    }

    @Test
    void g3LinesOfOneKeyStandInTheirOrder() {
        String lines = IntStream.range(0, 5_000)
                .mapToObj(i -> "{\"payload\":" + i + ",\"key\":\"one\"}\n")
                .collect(Collectors.joining());

        http().post("/topics/enqueue-order/jobs", Http.NDJSON, lines);

        Response entries = send(Request.cmd(Command.XRANGE)
                .arg("redisaq:enqueue-order:" + Partitioner.ofKey("one", 4))
                .arg("-")
                .arg("+"));
        assertThat(entries.stream().map(EnqueueTest::payload)).hasSize(5_000).isSorted();
    }

    @Test
    void g8AnNdjsonStreamMayBeLongerThanAnyOtherBody() {
        String line = "{\"payload\":\"" + "x".repeat(1_000_000) + "\"}\n";

        Answer answer = http().post("/topics/enqueue-long/jobs", Http.NDJSON, line.repeat(40));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(length("enqueue-long")).isEqualTo(40);
    }

    private static int payload(Response entry) {
        Response fields = entry.get(1);
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).toString().equals("payload")) {
                return fields.get(i + 1).toInteger();
            }
        }
        throw new AssertionError("no payload in " + entry);
    }

    private long length(String topic) {
        return IntStream.range(0, 4)
                .mapToLong(p -> send(Request.cmd(Command.XLEN).arg("redisaq:" + topic + ":" + p))
                        .toLong())
                .sum();
    }

    private Http http() {
        return new Http(service);
    }

    private Response send(Request request) {
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }
}
