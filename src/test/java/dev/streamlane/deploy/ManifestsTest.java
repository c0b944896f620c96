package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.deploy.Kustomization.Generator;
import dev.streamlane.deploy.Kustomization.Patch;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that Kustomize reads are what their models say, and each belongs to another. */
class ManifestsTest {
    static List<Path> kustomizations() {
        return Deploy.kustomizations();
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everyFileFitsItsModel(Path directory) {
        assertThat(Deploy.manifests(directory))
                .allSatisfy(manifest -> assertThat(manifest.name()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everythingThatIsNamedExists(Path directory) {
        Kustomization kustomization = Kustomization.of(directory);

        assertThat(files(kustomization))
                .allSatisfy(file -> assertThat(directory.resolve(file)).isRegularFile());
        assertThat(directories(kustomization)).allSatisfy(other -> assertThat(directory.resolve(other))
                .isDirectoryContaining(file -> file.endsWith(Kustomization.FILE)));
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everyPatchHasSomethingToChange(Path directory) {
        Set<String> objects = Installation.asWritten().manifests().stream()
                .map(manifest -> manifest.kind() + " " + manifest.name())
                .collect(Collectors.toSet());

        assertThat(Kustomization.of(directory).patches()).allSatisfy(patch -> {
            assertThat(objects).anyMatch(object -> object.matches(target(patch)));
            assertThat(patch.operations()).isNotEmpty();
        });
    }

    @Test
    void everyFileIsNamed() {
        Set<Path> named = Deploy.kustomizations().stream()
                .flatMap(directory -> files(Kustomization.of(directory)).map(directory::resolve))
                .collect(Collectors.toSet());

        assertThat(Deploy.files())
                .filteredOn(file -> kustomizations().contains(file.getParent()))
                .filteredOn(file -> !file.endsWith(Kustomization.FILE))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(named).contains(file));
    }

    @Test
    void whatAModelDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> Manifest.of("{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {port: 1}}"))
                .hasMessageContaining("port");
        assertThatThrownBy(() -> Manifest.of("{apiVersion: v1, kind: Service, metadata: {name: x, name: y}}"))
                .hasMessageContaining("Duplicate");
    }

    private static Stream<String> files(Kustomization kustomization) {
        return Stream.concat(
                kustomization.resources().stream().filter(resource -> resource.endsWith(".yaml")),
                kustomization.configMapGenerator().stream()
                        .map(Generator::files)
                        .flatMap(List::stream));
    }

    private static Stream<String> directories(Kustomization kustomization) {
        return Stream.concat(
                kustomization.resources().stream().filter(resource -> !resource.endsWith(".yaml")),
                kustomization.components().stream());
    }

    private static String target(Patch patch) {
        return "(" + patch.target().kind() + ") (" + patch.target().name() + ")";
    }
}
