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
    private static final Path PRODUCTION = Deploy.OVERLAYS.resolve("prod");

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
        Stream<Installation> variants = Deploy.kustomizations(Deploy.COMPONENTS).stream()
                .map(component -> component.getFileName().toString())
                .filter(component ->
                        !Kustomization.of(PRODUCTION).components().contains("../../components/" + component))
                .map(component -> production(renderer, component));
        return Stream.concat(overlays, variants);
    }

    /** The overlay for production, with components that it does not use yet. */
    static Installation production(Renderer renderer, String... components) {
        return new Installation(
                "prod with " + String.join(" and ", components),
                Manifest.of(renderer.render(variant(List.of(components)))));
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

    /** The overlay, with components taken into use that it only offers in comments. */
    private static Path variant(List<String> components) {
        try (Stream<Path> files = Files.list(PRODUCTION)) {
            Path directory = Files.createDirectories(WORK.resolve(String.join("-", components)));
            for (Path file : files.toList()) {
                String text = StrictYaml.text(file);
                for (String component : components) {
                    String offer = "- ../../components/" + component + "\n";
                    text = text.replace("# " + offer, offer);
                }
                Files.writeString(
                        directory.resolve(file.getFileName()), text.replace("../../", "../../../" + Deploy.ROOT + "/"));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
