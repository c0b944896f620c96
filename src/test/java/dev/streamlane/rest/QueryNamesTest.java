package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QueryNamesTest {
    @TestHTTPResource
    URI service;

    @Test
    void noCallThatIsDescribedTakesAQueryParameterThatItDoesNotKnow() {
        List<String> accepting = new ArrayList<>();
        JsonNode paths = http().send("GET", "/q/openapi?format=json").json().path("paths");
        paths.fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(call -> {
            String method = call.getKey().toUpperCase();
            Answer answer = send(method, path.getKey().replaceAll("\\{\\w+}", "1") + "?limmit=5", call.getValue());
            if (answer.status() != 400 || !answer.body().contains("unknown query parameter 'limmit'")) {
                accepting.add(method + " " + path.getKey() + ": " + answer);
            }
        }));

        assertThat(paths).isNotEmpty();
        assertThat(accepting).isEmpty();
    }

    @Test
    void theAnswerNamesTheParameterAndThoseThatAreKnown() {
        JsonNode problem = http().send("GET", "/services/s/streams?%3Climit=5").json();

        assertThat(problem.path("field").asText()).isEqualTo("<limit");
        assertThat(problem.path("detail").asText())
                .isEqualTo("unknown query parameter '<limit'; known are limit, after");
    }

    @Test
    void aParameterThatIsThereTwiceIsA400() {
        Answer answer = http().send("GET", "/services/s/streams?limit=5&limit=6");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText())
                .isEqualTo("the query parameter limit is there more than once");
    }

    private Answer send(String method, String path, JsonNode call) {
        JsonNode content = call.path("requestBody").path("content");
        return content.isMissingNode()
                ? http().send(method, path)
                : http().send(method, path, content.fieldNames().next(), "{}".getBytes(StandardCharsets.UTF_8));
    }

    private Http http() {
        return new Http(service);
    }
}
