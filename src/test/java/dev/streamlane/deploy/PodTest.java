package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.config.StreamlaneConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        Duration handOver =
                config.consumer().drainTimeout().plus(config.consumer().abandonTimeout());

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
        long memory = Quantity.getAmountInBytes(
                        container.getResources().getLimits().get("memory"))
                .longValue();

        assertThat(config.enqueue().maxInFlight() * HEAP_PER_BODY)
                .isLessThanOrEqualTo(memory * Integer.parseInt(heap.group(1)) / 100);
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
