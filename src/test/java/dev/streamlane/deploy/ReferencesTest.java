package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.deploy.TriggerAuthentication.SecretRef;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts, ConfigMaps and Secrets that are referred to are there, or somebody is told how to create them. */
class ReferencesTest {
    static Stream<Installation> installations() {
        return InstallationsTest.installations();
    }

    @ParameterizedTest
    @MethodSource("installations")
    void accountsOfPodsExist(Installation installation) {
        Set<String> accounts = installation
                .all(ServiceAccount.class)
                .map(account -> account.getMetadata().getName())
                .collect(Collectors.toSet());

        assertThat(pods(installation))
                .extracting(PodSpec::getServiceAccountName)
                .filteredOn(Objects::nonNull)
                .isNotEmpty()
                .allMatch(accounts::contains);
    }

    @ParameterizedTest
    @MethodSource("installations")
    void configMapsOfPodsExist(Installation installation) {
        Set<String> made = Stream.concat(
                        installation.all(ConfigMap.class).map(map -> map.getMetadata()
                                .getName()),
                        Kustomization.of(Deploy.BASE).configMapGenerator().stream()
                                .filter(generator -> installation
                                        .all(ConfigMap.class)
                                        .findAny()
                                        .isEmpty())
                                .map(Kustomization.Generator::name))
                .collect(Collectors.toSet());

        assertThat(pods(installation)
                        .flatMap(pod -> pod.getContainers().stream())
                        .flatMap(container -> container.getEnvFrom().stream())
                        .map(source -> source.getConfigMapRef().getName()))
                .isNotEmpty()
                .allMatch(made::contains);
    }

    @ParameterizedTest
    @MethodSource("installations")
    void secretsExistOrSomebodyIsToldToCreateThem(Installation installation) {
        List<Secret> secrets = installation.all(Secret.class).toList();

        assertThat(secretKeys(installation)).isNotEmpty().allSatisfy(key -> assertThat(secrets.stream()
                                .anyMatch(
                                        secret -> secret.getMetadata().getName().equals(key.getName())
                                                && (secret.getData().containsKey(key.getKey())
                                                        || Boolean.TRUE.equals(key.getOptional())))
                        || Secrets.told(key.getName(), key.getKey()))
                .as("%s of the Secret %s", key.getKey(), key.getName())
                .isTrue());
    }

    private static Stream<SecretKeySelector> secretKeys(Installation installation) {
        Stream<SecretKeySelector> variables = pods(installation)
                .flatMap(pod -> pod.getContainers().stream())
                .flatMap(container -> container.getEnv().stream())
                .map(EnvVar::getValueFrom)
                .filter(Objects::nonNull)
                .map(source -> source.getSecretKeyRef())
                .filter(Objects::nonNull);
        Stream<SecretKeySelector> files = pods(installation)
                .flatMap(pod -> pod.getVolumes().stream())
                .map(volume -> volume.getSecret())
                .filter(Objects::nonNull)
                .flatMap(secret -> secret.getItems().stream().map(item -> key(secret.getSecretName(), item.getKey())));
        Stream<SecretKeySelector> parameters = installation
                .all(TriggerAuthentication.class)
                .flatMap(authentication -> authentication.spec().secretTargetRef().stream())
                .map(ReferencesTest::key);
        return Stream.of(variables, files, parameters).flatMap(each -> each);
    }

    private static SecretKeySelector key(SecretRef reference) {
        return key(reference.name(), reference.key());
    }

    private static SecretKeySelector key(String secret, String key) {
        return new SecretKeySelector(key, secret, false);
    }

    private static Stream<PodSpec> pods(Installation installation) {
        return installation.workloads().map(workload -> workload.template().getSpec());
    }
}
