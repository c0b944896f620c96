package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.streamlane.deploy.Installation.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is installed together fits together, as it is written and, where Kustomize is at hand, as it is rendered. */
class InstallationsTest {
    static Stream<Installation> installations() {
        return Stream.concat(Stream.of(Installation.asWritten()), rendered());
    }

    static Stream<Installation> rendered() {
        return Installation.rendered();
    }

    @Test
    void overlaysCanBeRendered() {
        assumeThat(Renderer.find()).as(Renderer.ABSENT).isPresent();

        int overlays = Deploy.kustomizations(Deploy.OVERLAYS).size();
        int components = Deploy.kustomizations(Deploy.COMPONENTS).size();
        int inProduction =
                Kustomization.of(Deploy.OVERLAYS.resolve("prod")).components().size();
        assertThat(rendered()).hasSize(overlays + components - inProduction).allSatisfy(installation -> {
            Path overlay = Deploy.OVERLAYS.resolve(installation.name().split(" ")[0]);
            String namespace = Kustomization.of(overlay).namespace();
            assertThat(installation.manifests())
                    .extracting(manifest -> manifest.kind().equals("Namespace")
                            ? manifest.name()
                            : manifest.metadata().getNamespace())
                    .containsOnly(namespace);
        });
    }

    @ParameterizedTest
    @MethodSource("installations")
    void everySelectorFindsItsPods(Installation installation) {
        List<Map<String, String>> selectors = Stream.of(
                        installation.all(Service.class).map(service -> service.getSpec()
                                .getSelector()),
                        installation
                                .all(PodDisruptionBudget.class)
                                .map(budget -> budget.getSpec().getSelector().getMatchLabels()),
                        installation
                                .all(NetworkPolicy.class)
                                .map(policy -> policy.getSpec().getPodSelector().getMatchLabels()))
                .flatMap(each -> each)
                .toList();

        assertThat(selectors).isNotEmpty().allSatisfy(labels -> assertThat(installation.workloads())
                .anyMatch(workload -> workload.has(labels)));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void everyPortThatIsNamedIsOneOfThePods(Installation installation) {
        assertThat(installation.all(Service.class))
                .allSatisfy(service -> assertThat(service.getSpec().getPorts()).allSatisfy(port -> assertThat(
                                ports(installation, service.getSpec().getSelector()))
                        .contains(port.getTargetPort())));
        assertThat(installation.all(NetworkPolicy.class)).allSatisfy(policy -> assertThat(
                        policy.getSpec().getIngress())
                .flatExtracting(rule -> rule.getPorts())
                .allSatisfy(port -> assertThat(ports(
                                installation, policy.getSpec().getPodSelector().getMatchLabels()))
                        .contains(port.getPort())));
        assertThat(containers(installation)).allSatisfy(container -> assertThat(Stream.of(
                                container.getStartupProbe(),
                                container.getLivenessProbe(),
                                container.getReadinessProbe())
                        .filter(probe -> probe != null && probe.getHttpGet() != null))
                .allSatisfy(probe ->
                        assertThat(ports(container)).contains(probe.getHttpGet().getPort())));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void monitorsFindTheServiceOfTheManagementPort(Installation installation) {
        assertThat(installation.all(ServiceMonitor.class)).allSatisfy(monitor -> assertThat(
                        installation.all(Service.class))
                .filteredOn(service -> service.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(
                                monitor.getSpec().getSelector().getMatchLabels().entrySet()))
                .singleElement()
                .satisfies(service -> assertThat(monitor.getSpec().getEndpoints())
                        .singleElement()
                        .satisfies(endpoint -> assertThat(service.getSpec().getPorts())
                                .extracting(port -> port.getName())
                                .contains(endpoint.getPort()))));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void whatIsScaledIsThere(Installation installation) {
        Stream<String> targets = Stream.concat(
                installation
                        .all(HorizontalPodAutoscaler.class)
                        .map(scaler -> scaler.getSpec().getScaleTargetRef())
                        .map(target -> target.getKind() + " " + target.getName()),
                installation
                        .all(ScaledObject.class)
                        .map(scaler -> scaler.spec().scaleTargetRef())
                        .map(target -> target.kind() + " " + target.name()));

        assertThat(installation.workloads())
                .extracting(workload -> workload.kind() + " " + workload.name())
                .containsAll(targets.toList());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("rendered")
    void whoIsScaledDoesNotSayHowManyThereAre(Installation installation) {
        boolean scaled = installation.manifests().stream()
                .anyMatch(manifest ->
                        List.of("HorizontalPodAutoscaler", "ScaledObject").contains(manifest.kind()));

        assertThat(installation.all(Deployment.class))
                .filteredOn(deployment -> deployment.getMetadata().getName().equals("streamlane"))
                .allMatch(deployment -> scaled == (deployment.getSpec().getReplicas() == null));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void podsMayDoNothingTheyNeedNot(Installation installation) {
        assertThat(installation.workloads()).isNotEmpty().allSatisfy(workload -> {
            PodSpec pod = workload.template().getSpec();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        });
        assertThat(containers(installation)).allSatisfy(container -> {
            SecurityContext context = container.getSecurityContext();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getResources().getLimits().get("memory"))
                    .isNotNull()
                    .isEqualTo(container.getResources().getRequests().get("memory"));
        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("rendered")
    void imagesHaveAVersion(Installation installation) {
        assertThat(containers(installation))
                .extracting(Container::getImage)
                .allSatisfy(image -> assertThat(image).matches(".+:[\\w.-]+").doesNotEndWith(":latest"));
    }

    private static Stream<Container> containers(Installation installation) {
        return installation.workloads().flatMap(workload -> workload.template().getSpec().getContainers().stream());
    }

    /** The ports of what these labels select, by their names. */
    private static List<IntOrString> ports(Installation installation, Map<String, String> labels) {
        return installation
                .workloads()
                .filter(workload -> workload.has(labels))
                .map(Workload::template)
                .flatMap(template -> template.getSpec().getContainers().stream())
                .flatMap(container -> ports(container).stream())
                .toList();
    }

    private static List<IntOrString> ports(Container container) {
        return container.getPorts().stream()
                .map(ContainerPort::getName)
                .map(IntOrString::new)
                .toList();
    }
}
