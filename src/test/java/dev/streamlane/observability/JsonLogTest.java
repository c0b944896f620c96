package dev.streamlane.observability;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Observed;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in a log in JSON about a job. */
@QuarkusTest
@TestProfile(Observed.class)
class JsonLogTest {
    private final ObjectMapper mapper = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource({"observed-blocking, works blocking", "observed-reactive, works later", "observed-batch, works batch"})
    void linesOfAProcessorCarryTheJobAndItsAttempt(String topic, String message) {
        String id = enqueue(topic, "once");

        List<JsonNode> lines = lines(message + " on " + id, 2);
        assertThat(lines).extracting(line -> text(line, "jobId")).containsExactly(id, id);
        assertThat(lines).extracting(line -> text(line, "topic")).containsExactly(topic, topic);
        assertThat(lines).extracting(line -> text(line, "attempt")).containsExactly("1", "2");
        assertThat(lines).extracting(line -> text(line, "traceId")).allMatch(trace -> trace.length() == 32);
    }

    @Test
    void linesOfStreamlaneCarryTheJobAndItsAttempt() {
        String id = enqueue("observed-blocking", "always");

        List<JsonNode> lines = lines("Job " + id, 2);
        assertThat(lines.get(0).get("message").asText())
                .contains("partition 0 of observed-blocking/streamlane", "failed attempt 1 of 2");
        assertThat(lines.get(1).get("message").asText())
                .contains("partition 0 of observed-blocking/streamlane", "dead after 2 attempts");
        assertThat(lines).extracting(line -> text(line, "jobId")).containsExactly(id, id);
        assertThat(lines).extracting(line -> text(line, "topic")).containsOnly("observed-blocking");
        assertThat(lines).extracting(line -> text(line, "attempt")).containsExactly("1", "2");
    }

    private static String enqueue(String topic, String payload) {
        return given().contentType(Http.JSON)
                .body("{\"payload\": \"" + payload + "\"}")
                .post("/topics/" + topic + "/jobs")
                .jsonPath()
                .getString("id");
    }

    private List<JsonNode> lines(String message, int count) {
        return await("lines " + message)
                .atMost(Duration.ofSeconds(20))
                .until(() -> find(message), found -> found.size() >= count);
    }

    private List<JsonNode> find(String message) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(Observed.LOG_FILE))) {
            if (line.contains(message)) {
                found.add(mapper.readTree(line));
            }
        }
        return found;
    }

    private static String text(JsonNode line, String field) {
        return line.get("mdc").path(field).asText();
    }
}
