package dev.streamlane.deploy;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is installed together.
 *
 * @param name which of them it is
 * @param manifests all objects
 */
record Installation(String name, List<Manifest> manifests) {
    private static final Path WORK = Path.of("target/deploy");

    /** Rendered once. */
    private static final class Rendered {
        static final List<Installation> ALL =
                Renderer.find().stream().flatMap(Installation::render).toList();
    }

    /** What runs in pods. */
    record Workload(String kind, String name, PodTemplateSpec template) {
        boolean has(Map<String, String> labels) {
            return template.getMetadata().getLabels().entrySet().containsAll(labels.entrySet());
        }
    }

    /** All files together, which nobody installs: each of them fits the others even where nothing can be rendered. */
    static Installation asWritten() {
        return new Installation(
                "as written",
                Deploy.kustomizations().stream()
                        .flatMap(directory -> Deploy.manifests(directory).stream())
                        .toList());
    }

    /** Each overlay, and the one for production with each component that it does not use yet; none without a renderer. */
    static Stream<Installation> rendered() {
        return Rendered.ALL.stream();
    }

    private static Stream<Installation> render(Renderer renderer) {
        Stream<Installation> overlays = Deploy.kustomizations(Deploy.OVERLAYS).stream()
                .map(overlay ->
                        new Installation(overlay.getFileName().toString(), Manifest.of(renderer.render(overlay))));
        Path production = Deploy.OVERLAYS.resolve("prod");
        Stream<Installation> variants = Deploy.kustomizations(Deploy.COMPONENTS).stream()
                .filter(component -> !Kustomization.of(production)
                        .components()
                        .contains("../../components/" + component.getFileName()))
                .map(component -> new Installation(
                        "prod with " + component.getFileName(),
                        Manifest.of(renderer.render(variant(production, component)))));
        return Stream.concat(overlays, variants);
    }

    /** All objects of a kind. */
    <T> Stream<T> all(Class<T> type) {
        return manifests.stream().flatMap(manifest -> manifest.as(type));
    }

    Stream<Workload> workloads() {
        return Stream.concat(
                all(Deployment.class)
                        .map(deployment -> new Workload(
                                deployment.getKind(),
                                deployment.getMetadata().getName(),
                                deployment.getSpec().getTemplate())),
                all(StatefulSet.class)
                        .map(set -> new Workload(
                                set.getKind(),
                                set.getMetadata().getName(),
                                set.getSpec().getTemplate())));
    }

    @Override
    public String toString() {
        return name;
    }

    /** The overlay, with a component taken into use that it only offers in a comment. */
    private static Path variant(Path overlay, Path component) {
        String offer = "- ../../components/" + component.getFileName() + "\n";
        try (Stream<Path> files = Files.list(overlay)) {
            Path directory = Files.createDirectories(WORK.resolve(component.getFileName()));
            for (Path file : files.toList()) {
                String text = StrictYaml.text(file);
                Files.writeString(
                        directory.resolve(file.getFileName()),
                        text.replace("# " + offer, offer).replace("../../", "../../../" + Deploy.ROOT + "/"));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
