package dev.streamlane.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Sends requests exactly as they are given: no header is added and no byte changed on the way.
 *
 * @param service where to
 * @param headers what each request has beside the type of its body
 */
public record Http(URI service, Map<String, String> headers) {
    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    public Http(URI service) {
        this(service, Map.of());
    }

    /** The same for somebody who has an API key. */
    public Http as(String key) {
        return new Http(service, Map.of("Authorization", "Bearer " + key));
    }

    /**
     * An answer.
     *
     * @param status its status
     * @param contentType its media type, or an empty text
     * @param retryAfter its Retry-After, or an empty text
     * @param challenge its WWW-Authenticate, or an empty text
     * @param body its body
     */
    public record Answer(int status, String contentType, String retryAfter, String challenge, String body) {
        /** The body, read as JSON. */
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }
    }

    /** Posts a text in UTF-8. */
    public Answer post(String path, String contentType, String body) {
        return send("POST", path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a request without a body. */
    public Answer send(String method, String path) {
        return send(method, path, null, new byte[0]);
    }

    /**
     * Sends a request.
     *
     * @param contentType the body's media type, or {@code null} for none
     */
    public Answer send(String method, String path, String contentType, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Retry-After").orElse(""),
                    response.headers().firstValue("WWW-Authenticate").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
