package dev.streamlane.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@code kustomization.yaml}, as far as it is used here. */
record Kustomization(
        String apiVersion,
        String kind,
        String namespace,
        List<String> resources,
        List<String> components,
        List<Generator> configMapGenerator,
        List<Generator> secretGenerator,
        List<Image> images,
        List<Replicas> replicas,
        List<Patch> patches) {
    static final String FILE = "kustomization.yaml";

    Kustomization {
        resources = orEmpty(resources);
        components = orEmpty(components);
        configMapGenerator = orEmpty(configMapGenerator);
        secretGenerator = orEmpty(secretGenerator);
        images = orEmpty(images);
        replicas = orEmpty(replicas);
        patches = orEmpty(patches);
    }

    /** What makes a ConfigMap or Secret. */
    record Generator(String name, String behavior, List<String> literals, List<String> files, Options options) {
        Generator {
            literals = orEmpty(literals);
            files = orEmpty(files);
        }
    }

    /** How it is made. */
    record Options(boolean disableNameSuffixHash, Map<String, String> labels) {}

    /** Where an image comes from. */
    record Image(String name, String newName, String newTag) {}

    /** How many there are of a workload. */
    record Replicas(String name, int count) {}

    /** What is changed. */
    record Patch(Target target, String patch, PatchOptions options) {
        /** The single changes. */
        List<Operation> operations() {
            return StrictYaml.documents(patch).stream()
                    .map(operation -> StrictYaml.convert(operation, Operation.class))
                    .toList();
        }
    }

    /** In which objects; both are regular expressions. */
    record Target(String kind, String name) {}

    /** What a patch may do beyond the usual. */
    record PatchOptions(boolean allowKindChange) {}

    /** One change, by RFC 6902. */
    record Operation(String op, String from, String path, JsonNode value) {}

    static Kustomization of(Path directory) {
        return StrictYaml.read(directory.resolve(FILE), Kustomization.class);
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }
}
