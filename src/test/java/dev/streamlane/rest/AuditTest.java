package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.security.Role;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.LogCapture;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditTest {
    @TestHTTPResource
    URI service;

    @Test
    void anActionOfAnOperatorIsOneLineThatSaysHowItEnded() {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (LogCapture ignored = LogCapture.of("dev.streamlane.audit", Level.INFO, lines)) {
            put("audit-topic", "{\"partitions\":4}");
            put("audit-topic", "{\"partitions\":2}");
            put("audit-topic", "{\"partitions\":\"two\"}");

            await().until(() -> lines.size() == 2);
            assertThat(lines)
                    .containsExactly(
                            "anonymous: change topic 'audit-topic': done",
                            "anonymous: change topic 'audit-topic': topic-would-shrink");
        }
    }

    @Test
    void theRolesOfAnnotationsAreThoseOfTheConfiguration() {
        assertThat(List.of(Role.values()))
                .extracting(Role::label)
                .containsExactly(Roles.PRODUCER, Roles.VIEWER, Roles.OPERATOR);
    }

    private void put(String topic, String settings) {
        new Http(service).send("PUT", "/topics/" + topic, Http.JSON, settings.getBytes(StandardCharsets.UTF_8));
    }
}
