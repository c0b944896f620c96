package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.testing.Http;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HttpMetricsTest {
    private static final long SEED = 42;
    private static final int REQUESTS = 200;
    private static final String MARK = "hostile-";
    private static final String INVENTED = "BREW";
    private static final Pattern URI_TAG = tag("uri");
    private static final Pattern METHOD_TAG = tag("method");

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "OPTIONS", "TRACE", "PATCH", "PUT", "POST", "DELETE");

    private static final List<String> PATHS = List.of(
            "/R",
            "/R/",
            "/R//R",
            "/R/R?R",
            "/q/R",
            "/topics/R",
            "/topics/R/",
            "/topics/R/R",
            "/topics/R/jobs",
            "/topics/R/jobs/bulk",
            "/topics/R/groups/R/pause",
            "/topics/R/schedules/R",
            "/services/R/streams",
            "/dead-letters/R",
            "/stats/R");

    @TestHTTPResource
    URI service;

    @Test
    void g8_pathsAndMethodsThatAnybodyMayInventAreNoTags() {
        Random random = new Random(SEED);
        Http http = new Http(service);
        for (int i = 0; i < REQUESTS; i++) {
            String path = PATHS.get(i % PATHS.size()).replace("R", MARK + random.nextInt(1_000_000));
            http.send(i % 10 == 0 ? INVENTED + i : METHODS.get(random.nextInt(METHODS.size())), path);
        }

        String metrics = http.send("GET", "/q/metrics").body();

        assertThat(values(metrics, URI_TAG)).contains("/topics/{topic}/jobs").hasSizeLessThan(100);
        assertThat(values(metrics, URI_TAG)).noneMatch(uri -> uri.contains(MARK));
        assertThat(values(metrics, METHOD_TAG)).contains("OTHER").noneMatch(method -> method.startsWith(INVENTED));
    }

    private static Set<String> values(String metrics, Pattern tag) {
        return tag.matcher(metrics)
                .results()
                .map((MatchResult line) -> line.group(1))
                .collect(Collectors.toSet());
    }

    private static Pattern tag(String name) {
        return Pattern.compile("^http_server_requests_seconds_count.*[{,]" + name + "=\"([^\"]*)\"", Pattern.MULTILINE);
    }
}
