package dev.streamlane.deploy;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.deploy.Kustomization.Operation;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kubernetes' patience with a replica fits what the replica does in that time. */
class PodTest {
    /** What a hand-over takes besides the jobs, see {@code ConsumerBeans}, and the end of the process. */
    private static final Duration ANSWERS_AND_END = Duration.ofSeconds(5);

    private static final Pattern HEAP = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)");

    /**
     * Of the heap, for request bodies: measured, 64 MiB of bodies went well in 230 MiB of heap, and 128 MiB ended the process
     * in 460 MiB. With this there is as much again for jobs that are read.
     */
    private static final int HEAP_PER_BODY = 6;

    /** A JVM took up to 150 MiB beside its heap, of which some 50 MiB were classes and compiled code. */
    private static final long BESIDE_A_NATIVE_HEAP = 100 << 20;

    private final Deployment deployment = Deploy.manifests(Deploy.BASE).stream()
            .flatMap(manifest -> manifest.as(Deployment.class))
            .findFirst()
            .orElseThrow();
    private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    private final Container container = pod.getContainers().get(0);
    private final StreamlaneConfig config = Settings.with(Settings.ofBase());

    @Test
    void startsWithinItsProbesPatience() {
        assertThat(patience(container.getStartupProbe()))
                .isGreaterThanOrEqualTo(config.redis().timeout().plusSeconds(30));
    }

    @Test
    void isRestartedWhenAllItsLeasesHaveRunOutLongSince() {
        assertThat(patience(container.getLivenessProbe()))
                .isEqualTo(config.heartbeat().ttl().multipliedBy(2));
    }

    @Test
    void isAskedForItsReadinessAsOftenAsItBeats() {
        assertThat(seconds(container.getReadinessProbe().getPeriodSeconds()))
                .isEqualTo(config.heartbeat().interval());
    }

    @Test
    void noProbeIsSentBeforeTheLastOneIsGivenUp() {
        assertThat(Stream.of(container.getLivenessProbe(), container.getReadinessProbe()))
                .allMatch(probe -> probe.getTimeoutSeconds() < probe.getPeriodSeconds());
    }

    @Test
    void mayHandOverAndAnswerBeforeItIsKilled() throws IOException {
        Duration preStop = Duration.ofSeconds(
                container.getLifecycle().getPreStop().getSleep().getSeconds());
        Duration jobs = config.consumer().drainTimeout().plus(config.consumer().abandonTimeout());
        Duration handOver = Collections.max(List.of(jobs, config.streams().handOverTimeout()));

        assertThat(seconds(pod.getTerminationGracePeriodSeconds()))
                .isGreaterThan(preStop.plus(handOver).plus(shutdownTimeout()).plus(ANSWERS_AND_END));
    }

    @Test
    void hasItsPartitionsBeforeTheNextReplicaIsStopped() {
        assertThat(seconds(deployment.getSpec().getMinReadySeconds()))
                .isGreaterThan(config.heartbeat().interval());
    }

    @Test
    void holdsRequestBodiesInItsMemory() {
        Matcher heap = HEAP.matcher(StrictYaml.text(Path.of("src/main/docker/Dockerfile.jvm")));
        assertThat(heap.find()).isTrue();

        assertThat(config.enqueue().maxInFlight() * HEAP_PER_BODY)
                .isLessThanOrEqualTo(bytes(container.getResources().getLimits().get("memory"))
                        * Integer.parseInt(heap.group(1))
                        / 100);
    }

    @Test
    void aNativeOneHoldsThemToo() {
        Kustomization component = Kustomization.of(Deploy.COMPONENTS.resolve("native"));
        Map<String, String> variables = Settings.ofBase();
        variables.putAll(Settings.variables(component));
        Map<String, JsonNode> changes = component.patches().get(0).operations().stream()
                .collect(toMap(change -> change.path().replaceFirst(".*/containers/0/", ""), Operation::value));
        String heap = changes.get("args").path(0).asText();
        ResourceRequirements memory = StrictYaml.convert(changes.get("resources"), ResourceRequirements.class);

        assertThat(heap).matches("-Xmx\\d+m");
        long most = bytes(new Quantity(heap.replaceAll("\\D", "") + "Mi"));
        assertThat(Settings.with(variables).enqueue().maxInFlight() * HEAP_PER_BODY)
                .isLessThanOrEqualTo(most);
        assertThat(most + BESIDE_A_NATIVE_HEAP)
                .isLessThanOrEqualTo(bytes(memory.getLimits().get("memory")));
        assertThat(memory.getRequests().get("memory"))
                .isEqualTo(memory.getLimits().get("memory"));
    }

    @Test
    void spreadsOverNodesAndZones() {
        assertThat(pod.getTopologySpreadConstraints()).hasSize(2).allSatisfy(constraint -> assertThat(
                        constraint.getLabelSelector())
                .isEqualTo(deployment.getSpec().getSelector()));
    }

    static Stream<Container> containers(Manifest manifest) {
        return manifest.as(Deployment.class)
                .flatMap(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().stream());
    }

    private static long bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).longValue();
    }

    private static Duration patience(Probe probe) {
        return seconds(probe.getPeriodSeconds()).multipliedBy(probe.getFailureThreshold());
    }

    private static Duration seconds(Number seconds) {
        return Duration.ofSeconds(seconds.longValue());
    }

    private static Duration shutdownTimeout() throws IOException {
        Properties defaults = new Properties();
        try (Reader reader =
                Files.newBufferedReader(Path.of("src/main/resources/META-INF/microprofile-config.properties"))) {
            defaults.load(reader);
        }
        return Duration.parse("PT" + defaults.getProperty("quarkus.shutdown.timeout"));
    }
}
