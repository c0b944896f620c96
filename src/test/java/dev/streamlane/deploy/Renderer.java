package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kustomize, alone or as a part of kubectl, if there is one on the {@code PATH}.
 *
 * @param command what renders a directory that is named after it
 */
record Renderer(List<String> command) {
    static final String ABSENT = "neither kustomize nor kubectl is on the PATH";

    static Optional<Renderer> find() {
        return Stream.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"))
                .filter(command -> onPath(command.get(0)))
                .map(Renderer::new)
                .findFirst();
    }

    /** What a kustomization becomes. */
    String render(Path directory) {
        List<String> all = new ArrayList<>(command);
        all.add(directory.toString());
        try {
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
