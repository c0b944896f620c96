package dev.streamlane.demo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.LogCapture;
import dev.streamlane.testing.OwnRedis;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service with a stream processor: what its users see in the log is what the example documents. */
@QuarkusTest
@TestProfile(OrderExampleTest.Example.class)
@WithTestResource(value = OwnRedis.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class OrderExampleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<LogCapture> captures = new ArrayList<>();

    public static final class Example implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "demo,test";
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "streamlane.demo.orders.every", "200ms",
                    "streamlane.demo.orders.work", "1ms",
                    "streamlane.demo.orders.statistics", "100ms",
                    "streamlane.streams.lock-ttl", "1s",
                    "streamlane.redis.timeout", "250ms");
        }
    }

    @BeforeEach
    void listen() {
        for (Class<?> source : List.of(OrderProducer.class, OrderProcessor.class, OrderStatistics.class)) {
            captures.add(LogCapture.of(source, Level.INFO, log));
        }
    }

    @AfterEach
    void stopListening() {
        captures.forEach(LogCapture::close);
    }

    @Test
    void streamsAreProducedAssignedProcessedAndCompletedAsDocumented() {
        String name = firstMatch("Produced message \\d+: (order-stream-\\d+)");
        String number = name.substring("order-stream-".length());

        await().atMost(PATIENCE)
                .until(() -> log.stream().anyMatch(("Completed processing stream: " + name + " (took 0s)")::equals));
        assertThat(log)
                .containsSubsequence(
                        "New stream assigned: " + name, "Completed processing stream: " + name + " (took 0s)")
                .anyMatch(matches("Processing stream: " + name + "\\. Stream details: \\{order_id=order-" + number
                        + ", customer_id=customer-\\d, amount=\\d+, priority=(low|normal|high), status=pending,"
                        + " created_at=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\}"));
        await().atMost(PATIENCE).until(() -> log.stream().anyMatch(matches("Statistics: processed [1-9].*")));
    }

    @Test
    void anAssignmentThatIsAddedByHandIsProcessedToo() {
        given().contentType("application/json")
                .body("{\"dataStreamName\": \"by-hand\", \"info\": {\"priority\": \"high\", \"amount\": 7}}")
                .post("/services/load-balance-demo/streams")
                .then()
                .statusCode(202);

        await().atMost(PATIENCE)
                .until(() -> log.contains("Processing stream: by-hand. Stream details: {priority=high, amount=7}"));
    }

    private String firstMatch(String pattern) {
        return await().atMost(PATIENCE)
                .until(
                        () -> log.stream()
                                .map(Pattern.compile(pattern)::matcher)
                                .filter(matcher -> matcher.matches())
                                .map(matcher -> matcher.group(1))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private static Predicate<String> matches(String pattern) {
        return Pattern.compile(pattern).asMatchPredicate();
    }
}
