package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.deploy.Compose.Service;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Compose file fits its model, and what it mounts and asks for is there. */
class ComposeTest {
    private static final Path FILES = Deploy.ROOT.resolve("compose");

    private final Map<String, Service> services =
            StrictYaml.read(Deploy.ROOT.resolve("compose.yaml"), Compose.class).services();
    private final Service streamlane = services.get("streamlane");

    @Test
    void whatIsMountedExists() {
        assertThat(services.values())
                .filteredOn(service -> service.volumes() != null)
                .flatExtracting(Service::volumes)
                .extracting(volume -> String.valueOf(volume).split(":")[0])
                .filteredOn(source -> source.startsWith("."))
                .hasSize(5)
                .allSatisfy(source ->
                        assertThat(Deploy.ROOT.resolve(source).normalize()).isRegularFile());
    }

    @Test
    void theImageIsBuiltFromADockerfileThatTakesTheArguments() {
        Path dockerfile = Deploy.ROOT
                .resolve(streamlane.build().context())
                .resolve(streamlane.build().dockerfile())
                .normalize();

        assertThat(streamlane.build().args().keySet())
                .allSatisfy(argument -> assertThat(StrictYaml.text(dockerfile)).contains("\nARG " + argument + "="));
    }

    @Test
    void imagesHaveAVersionAndPortsAreForThisMachineOnly() {
        assertThat(services.values())
                .extracting(Service::image)
                .allMatch(image -> image.matches("[\\w/]+:[\\w.]+") && !image.endsWith(":latest"));
        assertThat(services.values())
                .filteredOn(service -> service.ports() != null)
                .flatExtracting(Service::ports)
                .allMatch(port -> String.valueOf(port).startsWith("127.0.0.1:"));
    }

    @Test
    void everyReplicaHasAPort() {
        String[] range = streamlane.ports().get(0).split(":")[1].split("-");

        assertThat(Integer.parseInt(range[1]) - Integer.parseInt(range[0]) + 1)
                .isEqualTo(streamlane.deploy().replicas());
    }

    @Test
    void replicasAreSetAsInKubernetes() {
        assertThat(streamlane.environment().keySet()).allMatch(Settings::isRead);
        assertThat(streamlane.environment()).containsAllEntriesOf(Settings.ofBase());
    }

    @Test
    void prometheusScrapesWhatTheServiceMonitorDoes() {
        JsonNode job = StrictYaml.read(FILES.resolve("prometheus.yaml"), JsonNode.class)
                .path("scrape_configs")
                .path(0);
        ServiceMonitor monitor =
                Installation.asWritten().all(ServiceMonitor.class).findFirst().orElseThrow();

        assertThat(job.path("metrics_path").asText())
                .isEqualTo(monitor.getSpec().getEndpoints().get(0).getPath());
        assertThat(job.path("dns_sd_configs").path(0).path("port").asInt()).isEqualTo(9000);
        assertThat(services)
                .containsKey(
                        job.path("dns_sd_configs").path(0).path("names").path(0).asText());
    }

    @Test
    void grafanaFindsPrometheusAndTheDashboard() {
        JsonNode source = StrictYaml.read(FILES.resolve("grafana-datasources.yaml"), JsonNode.class)
                .path("datasources")
                .path(0);
        JsonNode provider = StrictYaml.read(FILES.resolve("grafana-dashboards.yaml"), JsonNode.class)
                .path("providers")
                .path(0);

        assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(services.get("grafana").volumes())
                .contains("./" + Deploy.ROOT.relativize(Dashboard.FILE) + ":"
                        + provider.path("options").path("path").asText() + "/streamlane.json:ro");
    }
}
