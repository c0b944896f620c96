package dev.streamlane.tracing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.ProcessorSurroundings;
import dev.streamlane.producer.EnqueueSurroundings;
import dev.streamlane.testing.Http;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The service as it is by default. */
@QuarkusTest
class TracingOffTest {
    @Inject
    EnqueueSurroundings enqueueing;

    @Inject
    ProcessorSurroundings processing;

    @Inject
    Redis redis;

    @Test
    void nothingStandsAroundCallsAndProcessors() {
        assertThat(enqueueing).isSameAs(EnqueueSurroundings.NONE);
        assertThat(processing).isSameAs(ProcessorSurroundings.NONE);
    }

    @Test
    void jobsCarryNoTraceThoughTheirRequestDoes() {
        JsonPath job = given().header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .contentType(Http.JSON)
                .body("{\"payload\": 1}")
                .post("/topics/untraced/jobs")
                .jsonPath();

        Request entry = Request.cmd(Command.XRANGE)
                .arg("redisaq:untraced:" + job.getInt("partition"))
                .arg(job.getString("entryId"))
                .arg(job.getString("entryId"));
        assertThat(redis.send(entry)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .toString())
                .contains(job.getString("id"))
                .doesNotContain("headers", "traceparent");
    }
}
