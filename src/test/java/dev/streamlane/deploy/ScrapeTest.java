package dev.streamlane.deploy;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.docs.Page;
import dev.streamlane.testing.OwnRedis;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rules, dashboard and probes ask a replica, it knows. */
@QuarkusTest
@TestProfile(ScrapeTest.Example.class)
@WithTestResource(value = OwnRedis.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ScrapeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pattern METRIC = Pattern.compile("\\bstreamlane_[a-z_]*[a-z]");

    /** A row of the documentation's table: name, type, labels. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(streamlane_\\w+)` \\| (\\w+) \\| ([\\w, ]+) \\|");

    private Scrape scrape;

    /** With a processor of jobs and one of streams. */
    public static final class Example implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "demo,test";
        }
    }

    @BeforeEach
    void ask() {
        await("a job and a stream are done").atMost(PATIENCE).until(() -> Stream.of("jobs", "streams")
                .allMatch(kind -> get("/q/metrics")
                        .asString()
                        .matches("(?s).*streamlane_" + kind
                                + "_processed_total\\{[^\n]*outcome=\"done\"[^\n]*} [1-9].*")));
        given().contentType("application/json")
                .body("{\"payload\":{\"to\":\"a@example.com\"},\"delay\":\"PT0.01S\"}")
                .post("/topics/scrape/jobs")
                .then()
                .statusCode(202);
        await("a delayed job is due")
                .atMost(PATIENCE)
                .until(() -> get("/q/metrics").asString().contains("streamlane_jobs_due_lateness_seconds_count"));
        get("/topics").then().statusCode(200);
        scrape = Scrape.of(get(monitor().getPath()).asString());
    }

    @Test
    void rulesAskForMetricsAndLabelsThatExist() {
        scrape.knowsWhatRulesAskFor();
    }

    @Test
    void dashboardAsksForMetricsAndLabelsThatExist() {
        scrape.knowsWhatTheDashboardAsksFor();
    }

    @Test
    void dashboardShowsAllOfStreamlanesMetrics() {
        Set<String> shown = new HashSet<>();
        Dashboard.queries().forEach(query -> PromQl.of(query.expression()).metrics().keySet().stream()
                .map(ScrapeTest::withoutPart)
                .forEach(shown::add));

        assertThat(scrape.metrics().keySet())
                .filteredOn(name -> name.startsWith("streamlane_"))
                .extracting(ScrapeTest::withoutPart)
                .allMatch(shown::contains);
    }

    @Test
    void documentationNamesMetricsThatExist() throws IOException {
        assertThat(Page.all()).allSatisfy(page -> assertThat(page.find(METRIC))
                .extracting(MatchResult::group)
                .allSatisfy(named -> assertThat(scrape.metrics().keySet())
                        .as("metrics that are or begin with %s", named)
                        .anyMatch(name -> name.startsWith(named))));
    }

    @Test
    void documentationListsAllMetricsWithTypeAndLabels() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        Page.of(Path.of("docs/observability.md"))
                .find(ROW)
                .forEach(row -> listed.put(
                        row.group(1),
                        row.group(2) + " by "
                                + (row.group(3).equals("none")
                                        ? Set.of()
                                        : new TreeSet<>(List.of(row.group(3).split(", "))))));

        assertThat(listed).isEqualTo(scrape.families("streamlane_"));
    }

    @Test
    void probesAskForWhatIsAnswered() {
        Stream<Probe> probes = Deploy.manifests(Deploy.BASE).stream()
                .flatMap(PodTest::containers)
                .flatMap(container -> Stream.of(
                        container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()));

        assertThat(probes).hasSize(3).allSatisfy(probe -> await(
                        probe.getHttpGet().getPath())
                .atMost(PATIENCE)
                .until(() -> get(probe.getHttpGet().getPath()).statusCode() == 200));
    }

    /** A timer is several metrics. */
    private static String withoutPart(String name) {
        return name.replaceFirst("_seconds_(bucket|count|sum|max)$", "");
    }

    private static Endpoint monitor() {
        return Installation.asWritten()
                .all(ServiceMonitor.class)
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getEndpoints()
                .get(0);
    }
}
