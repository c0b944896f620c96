package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An application of a user, built as its author would, with the jar under test as a dependency, into the same kind of artifact
 * as the outer build's: a runnable jar or a native executable. The jar under test goes into a repository of its own under
 * {@code target}; everything else comes from the repository of the outer build, which stays as it is.
 *
 * <p>{@code -Dstreamlane.it.<name>=PATH} names one that is built already.
 */
public final class Application {
    /** Keeps a ledger of what becomes of its jobs and streams. */
    static final Application LEDGER = new Application("ledger", Path.of("src/it/ledger"));

    private static final String PROPERTY = "streamlane.it.";
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Path WORK = PROJECT.resolve("target/it");
    private static final long BUILD_MINUTES = 5;
    private static final long NATIVE_BUILD_MINUTES = 30;

    private final String name;
    private final Path source;
    private Artifact artifact;

    /**
     * @param name of its artifact
     * @param source where it is in this project
     */
    public Application(String name, Path source) {
        this.name = name;
        this.source = source;
    }

    /** Built by the first call. */
    public synchronized Artifact artifact() {
        if (artifact == null) {
            artifact = given().orElseGet(this::build);
        }
        return artifact;
    }

    /** A new and empty directory for what a test leaves behind. */
    public static Path directory(String name) {
        try {
            Path directory = WORK.resolve("runs").resolve(name);
            delete(directory);
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Artifact> given() {
        return Optional.ofNullable(System.getProperty(PROPERTY + name))
                .map(path -> new Artifact(Path.of(path).toAbsolutePath()));
    }

    private Artifact build() {
        boolean asNative = Artifact.ofThisBuild().isNative();
        Path app = WORK.resolve(name);
        Path repository = WORK.resolve("repository");
        try {
            delete(repository);
            delete(app.resolve("src"));
            deploy(repository.resolve("dev/streamlane/streamlane").resolve(property("version")));
            copy(PROJECT.resolve(source), app);
            run(app, repository, asNative);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Artifact(app.resolve(
                asNative ? "target/" + name + "-1.0.0-SNAPSHOT-runner" : "target/quarkus-app/quarkus-run.jar"));
    }

    private static void deploy(Path directory) throws IOException {
        String name = "streamlane-" + property("version");
        Files.createDirectories(directory);
        Files.copy(PROJECT.resolve("target").resolve(name + ".jar"), directory.resolve(name + ".jar"));
        Files.copy(PROJECT.resolve("pom.xml"), directory.resolve(name + ".pom"));
    }

    private static List<String> command(Path app, Path repository, boolean asNative) {
        List<String> command = new ArrayList<>(List.of(
                PROJECT.resolve("mvnw").toString(),
                "--batch-mode",
                "--file=" + app.resolve("pom.xml"),
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + property("repository"),
                "-Dstreamlane.version=" + property("version"),
                "-Dquarkus.platform.version=" + property("quarkus"),
                "-Dcompiler-plugin.version=" + property("compiler-plugin"),
                "-Dsurefire-plugin.version=" + property("surefire-plugin"),
                "package"));
        if (asNative) {
            command.add("-Dnative");
            // How the outer build was told to compile, such as in a container.
            System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.startsWith("quarkus.native."))
                    .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        }
        return command;
    }

    private void run(Path app, Path repository, boolean asNative) throws IOException {
        Path log = WORK.resolve(name + "-build.log");
        ProcessBuilder maven = new ProcessBuilder(command(app, repository, asNative))
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = maven.start();
        try {
            boolean ended = process.waitFor(asNative ? NATIVE_BUILD_MINUTES : BUILD_MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
            assertThat(ended && process.waitFor() == 0)
                    .withFailMessage(() -> "The application " + name + " does not build: see " + log + "\n" + tail(log))
                    .isTrue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the outer build says about itself; see the failsafe plugin in its pom. */
    private static String property(String name) {
        String value = System.getProperty(PROPERTY + name);
        assertThat(value)
                .as("streamlane.it.%s; run this test by ./mvnw verify -Dit.test=…", name)
                .isNotNull();
        return value;
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
