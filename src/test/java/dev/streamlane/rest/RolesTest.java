package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.security.Keys;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every call of the API, made by everybody there may be. The other mechanism beside API keys is HTTP Basic. */
@QuarkusTest
@TestProfile(RolesTest.Closed.class)
class RolesTest {
    private static final String BASIC = "basic";

    /** The only role, by the description, that may make each call; an operator may make all of them. */
    private final Map<String, String> table = new TreeMap<>();

    @TestHTTPResource
    URI service;

    public static final class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new TreeMap<>(Map.of(
                    "streamlane.security.open", "false",
                    "quarkus.http.auth.basic", "true",
                    "quarkus.security.users.embedded.enabled", "true",
                    "quarkus.security.users.embedded.plain-text", "true",
                    "quarkus.security.users.embedded.users.vera", "vera-secret",
                    "quarkus.security.users.embedded.roles.vera", Roles.VIEWER,
                    "quarkus.security.users.embedded.users.otto", "otto-secret",
                    "quarkus.security.users.embedded.roles.otto", Roles.OPERATOR));
            for (String name : Set.of(Roles.PRODUCER, Roles.VIEWER, Roles.OPERATOR, "both")) {
                settings.put("streamlane.security.keys." + name + ".hash", Keys.hash(key(name)));
                settings.put(
                        "streamlane.security.keys." + name + ".roles",
                        name.equals("both") ? Roles.PRODUCER + "," + Roles.VIEWER : name);
            }
            return settings;
        }
    }

    @BeforeEach
    void readTheTable() {
        JsonNode document =
                new Http(service).send("GET", "/q/openapi?format=json").json();
        new ApiDocument(document)
                .calls()
                .forEach(call -> table.put(
                        call.toString(),
                        call.operation().at("/security/0/bearer/0").asText("none")));
        assertThat(table.values()).isSubsetOf(Roles.PRODUCER, Roles.VIEWER, Roles.OPERATOR);
    }

    @ParameterizedTest
    @CsvSource({"producer, producer", "viewer, viewer", "operator, producer viewer operator", "both, producer viewer"})
    void aKeyOpensWhatItsRolesAllowAndNothingElse(String name, String roles) {
        assertThat(refusals(new Http(service).as(key(name)))).isEqualTo(expected(Set.of(roles.split(" ")), 403));
    }

    @Test
    void theOtherHeaderDoesAsWell() {
        Http viewer = new Http(service, Map.of("X-API-Key", key("viewer")));

        assertThat(refusals(viewer)).isEqualTo(expected(Set.of(Roles.VIEWER), 403));
    }

    @Test
    void anEmptyHeaderHidesNoKey() {
        Http viewer = new Http(service, Map.of("X-API-Key", "", "Authorization", "Bearer " + key("viewer")));

        assertThat(viewer.send("GET", "/topics").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"vera, viewer", "otto, producer viewer operator"})
    void rolesOfAnotherMechanismMeanTheSame(String name, String roles) {
        assertThat(refusals(basic(name, name + "-secret"))).isEqualTo(expected(Set.of(roles.split(" ")), 403));
    }

    @Test
    void nobodyAndStrangersGetNothing() {
        Map<String, Integer> all = expected(Set.of(), 401);

        assertThat(refusals(new Http(service))).isEqualTo(all);
        assertThat(refusals(new Http(service).as(key("nobody")))).isEqualTo(all);
        assertThat(refusals(new Http(service).as(Keys.hash(key("operator"))))).isEqualTo(all);
        assertThat(refusals(basic("vera", "otto-secret"))).isEqualTo(all);
    }

    @Test
    void refusalsAreProblemsWithAChallenge() {
        Answer nobody = new Http(service).send("GET", "/topics");
        Answer stranger = new Http(service).as(key("nobody")).send("GET", "/topics");
        Answer wrongPassword = basic("vera", "wrong").send("GET", "/topics");
        Answer viewer = new Http(service).as(key("viewer")).send("PUT", "/topics/roles");

        assertThat(nobody.challenge()).isEqualTo(BASIC);
        assertThat(wrongPassword.challenge()).isEqualTo(BASIC);
        assertThat(stranger.challenge()).isEqualTo("Bearer realm=\"streamlane\", error=\"invalid_token\"");
        assertProblem(nobody, 401, "unauthorized");
        assertProblem(stranger, 401, "unauthorized");
        assertProblem(wrongPassword, 401, "unauthorized");
        assertProblem(viewer, 403, "forbidden");
    }

    @ParameterizedTest
    @CsvSource({"/q/health", "/q/health/live", "/q/metrics", "/q/openapi"})
    void healthMetricsAndTheDescriptionAreOpen(String path) {
        assertThat(new Http(service).as("wrong").send("GET", path).status()).isEqualTo(200);
    }

    /** Which calls are refused to somebody, and how. */
    private Map<String, Integer> refusals(Http somebody) {
        Map<String, Integer> refused = new LinkedHashMap<>();
        for (String call : table.keySet()) {
            String[] parts = call.replaceAll("\\{\\w+}", "1").split(" ");
            int status = somebody.send(parts[0], parts[1]).status();
            assertThat(status).as(call).isLessThan(500);
            if (status == 401 || status == 403) {
                refused.put(call, status);
            }
        }
        return refused;
    }

    private Map<String, Integer> expected(Set<String> roles, int status) {
        Map<String, Integer> refused = new LinkedHashMap<>();
        table.forEach((call, role) -> {
            if (!roles.contains(role)) {
                refused.put(call, status);
            }
        });
        return refused;
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:streamlane:problem:" + type);
        assertThat(answer.json().path("detail").asText()).isNotBlank();
    }

    private Http basic(String user, String password) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Http(service, Map.of("Authorization", "Basic " + credentials));
    }

    private static String key(String name) {
        return "the-secret-key-of-" + name;
    }
}
