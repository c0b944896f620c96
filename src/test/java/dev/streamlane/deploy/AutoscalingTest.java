package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.deploy.ScaledObject.StreamOfGroup;
import io.fabric8.kubernetes.api.model.autoscaling.v2.ExternalMetricSource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What autoscalers look at and how far they go fits the topics as Streamlane creates them. */
class AutoscalingTest {
    private final StreamlaneConfig config = Settings.with(Settings.ofBase());
    private final int partitions = config.topics().partitions();
    private final HorizontalPodAutoscaler hpa = only(HorizontalPodAutoscaler.class);
    private final ScaledObject keda = only(ScaledObject.class);

    @Test
    void nobodyStartsMoreReplicasThanThereArePartitions() {
        assertThat(hpa.getSpec().getMaxReplicas()).isEqualTo(partitions);
        assertThat(keda.spec().maxReplicaCount()).isEqualTo(partitions);
    }

    @Test
    void kedaLooksAtTheBacklogAndThePendingEntriesOfEveryPartition() {
        String first = keda.spec().triggers().get(0).metadata().stream();
        String topic = first.split(":")[1];
        List<String> streams = IntStream.range(0, partitions)
                .mapToObj(partition -> config.keyPrefix() + ":" + topic + ":" + partition)
                .toList();

        assertThat(keda.thresholds(StreamOfGroup::lagCount)).containsOnlyKeys(streams);
        assertThat(keda.thresholds(StreamOfGroup::pendingEntriesCount)).containsOnlyKeys(streams);
        assertThat(keda.spec().triggers()).allSatisfy(trigger -> {
            assertThat(trigger.metadata().consumerGroup()).isEqualTo(config.group());
            assertThat(trigger.metadata().activationLagCount()).isEqualTo("0");
            assertThat(trigger.authenticationRef().name())
                    .isEqualTo(only(TriggerAuthentication.class).metadata().getName());
        });
    }

    @Test
    void pendingEntriesKeepOneReplicaAndStartNoMore() {
        int most = config.consumer().readBatch()
                + config.consumer().maxParked()
                + config.consumer().maxConcurrency().orElse(512);

        assertThat(keda.thresholds(StreamOfGroup::pendingEntriesCount).values())
                .allMatch(count -> Integer.parseInt(count) > most);
    }

    @Test
    void bothWantOneReplicaForTheSameNumberOfJobs() {
        Integer each = Integer.valueOf(external().getTarget().getAverageValue().getAmount());

        assertThat(keda.thresholds(StreamOfGroup::lagCount).values())
                .allMatch(count -> Integer.parseInt(count) * partitions == each);
    }

    @Test
    void theMetricComesFromARuleByTheAdapterThatIsDescribed() {
        String file = StrictYaml.text(Deploy.COMPONENTS.resolve("hpa/horizontal-pod-autoscaler.yaml"));

        assertThat(file).contains("name: {as: " + external().getMetric().getName() + "}");
        assertThat(Rules.recorded().keySet()).singleElement().satisfies(recorded -> assertThat(file)
                .contains("{__name__=\"" + recorded + "\""));
        assertThat(Rules.recorded().values())
                .allSatisfy(labels -> assertThat(labels).containsAll(labels(external())));
    }

    @ParameterizedTest
    @CsvSource({"static-membership, hpa", "static-membership, keda", "hpa, keda"})
    void whatContradictsEachOtherCannotBeRendered(String one, String other) {
        Optional<Renderer> renderer = Renderer.find();
        assumeThat(renderer).as(Renderer.ABSENT).isPresent();

        assertThatThrownBy(() -> Installation.production(renderer.orElseThrow(), one, other))
                .hasMessageContaining("components/" + other);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.streamlane.deploy.Installation#rendered")
    void noReplicaIsAnEmergencyUnlessKedaMayScaleToZero(Installation installation) {
        boolean toZero = installation.all(ScaledObject.class).findAny().isPresent();

        assertThat(installation.all(PrometheusRule.class))
                .allSatisfy(rules -> assertThat(rules.getSpec().getGroups())
                        .flatExtracting(group -> group.getRules())
                        .extracting(Rule::getAlert)
                        .hasSizeGreaterThan(10)
                        .matches(alerts -> alerts.contains("StreamlaneNoReplica") != toZero));
    }

    private ExternalMetricSource external() {
        return hpa.getSpec().getMetrics().get(0).getExternal();
    }

    private static List<String> labels(ExternalMetricSource metric) {
        Map<String, String> labels = metric.getMetric().getSelector().getMatchLabels();
        return List.copyOf(labels.keySet());
    }

    private static <T> T only(Class<T> type) {
        return Installation.asWritten().all(type).findFirst().orElseThrow();
    }
}
