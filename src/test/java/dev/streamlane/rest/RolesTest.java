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
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every call of the API, made by everybody there may be. The other mechanism beside API keys is HTTP Basic. */
@QuarkusTest
@TestProfile(RolesTest.Closed.class)
class RolesTest {
    private static final String BASIC = "basic";

    /** The only role that may make each call; an operator may make all of them. */
    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("POST /topics/{topic}/jobs", Roles.PRODUCER),
            Map.entry("POST /topics/{topic}/jobs/batch", Roles.PRODUCER),
            Map.entry("POST /services/{service}/streams", Roles.PRODUCER),
            Map.entry("GET /topics", Roles.VIEWER),
            Map.entry("GET /topics/{topic}", Roles.VIEWER),
            Map.entry("PUT /topics/{topic}", Roles.OPERATOR),
            Map.entry("POST /topics/{topic}/groups/{group}/pause", Roles.OPERATOR),
            Map.entry("POST /topics/{topic}/groups/{group}/resume", Roles.OPERATOR),
            Map.entry("GET /services/{service}/streams", Roles.VIEWER),
            Map.entry("GET /dead-letters", Roles.VIEWER),
            Map.entry("GET /dead-letters/{id}", Roles.VIEWER),
            Map.entry("DELETE /dead-letters/{id}", Roles.OPERATOR),
            Map.entry("POST /dead-letters/{id}/replay", Roles.OPERATOR),
            Map.entry("POST /dead-letters/replay", Roles.OPERATOR),
            Map.entry("POST /dead-letters/delete", Roles.OPERATOR),
            Map.entry("GET /stats", Roles.VIEWER));

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

    @Test
    void theTableHasEveryCall() {
        Set<String> calls = new TreeSet<>();
        JsonNode api = new Http(service).send("GET", "/q/openapi?format=json").json();
        api.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> calls.add(method.toUpperCase() + " " + path.getKey())));

        assertThat(calls).containsExactlyInAnyOrderElementsOf(TABLE.keySet());
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
    private static Map<String, Integer> refusals(Http somebody) {
        Map<String, Integer> refused = new LinkedHashMap<>();
        for (String call : new TreeSet<>(TABLE.keySet())) {
            String[] parts = call.replaceAll("\\{\\w+}", "1").split(" ");
            int status = somebody.send(parts[0], parts[1]).status();
            assertThat(status).as(call).isLessThan(500);
            if (status == 401 || status == 403) {
                refused.put(call, status);
            }
        }
        return refused;
    }

    private static Map<String, Integer> expected(Set<String> roles, int status) {
        Map<String, Integer> refused = new LinkedHashMap<>();
        new TreeMap<>(TABLE).forEach((call, role) -> {
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
