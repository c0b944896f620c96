package dev.streamlane.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is under {@code deploy/}. */
final class Deploy {
    static final Path ROOT = Path.of("deploy");
    static final Path BASE = ROOT.resolve("base");
    static final Path COMPONENTS = ROOT.resolve("components");
    static final Path OVERLAYS = ROOT.resolve("overlays");

    private Deploy() {}

    /** All files. */
    static List<Path> files() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directories that Kustomize is given, or takes up. */
    static List<Path> kustomizations() {
        return files().stream()
                .filter(file -> file.endsWith(Kustomization.FILE))
                .map(Path::getParent)
                .toList();
    }

    /** The directories of one kind, such as all {@link #OVERLAYS}. */
    static List<Path> kustomizations(Path parent) {
        return kustomizations().stream()
                .filter(directory -> directory.startsWith(parent))
                .toList();
    }

    /** The objects that a kustomization's own files describe. */
    static List<Manifest> manifests(Path kustomization) {
        return Kustomization.of(kustomization).resources().stream()
                .map(kustomization::resolve)
                .filter(Files::isRegularFile)
                .flatMap(file -> Manifest.of(file).stream())
                .toList();
    }
}
