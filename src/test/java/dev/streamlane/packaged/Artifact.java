package dev.streamlane.packaged;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A packaged application.
 *
 * @param path a runnable jar, or a native executable
 */
public record Artifact(Path path) {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final String SOURCE = "-native-image-source-jar";
    private static final Path DESCRIPTION = TARGET.resolve("quarkus-artifact.properties");

    /** What this build has packaged. */
    static Artifact ofThisBuild() {
        Properties description = new Properties();
        try (Reader reader = Files.newBufferedReader(DESCRIPTION)) {
            description.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Artifact(TARGET.resolve(description.getProperty("path")));
    }

    public boolean isNative() {
        return !path.toString().endsWith(".jar");
    }

    /** How many bytes have to be there to run it: a jar's libraries are beside it. */
    long size() throws IOException {
        try (Stream<Path> files = Files.walk(isNative() ? path : path.getParent())) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** The directory of the jars that it consists of, or was compiled from. */
    Path classPath() {
        return isNative()
                ? TARGET.resolve(path.getFileName().toString().replaceFirst("-runner$", SOURCE))
                : path.getParent();
    }

    /**
     * What starts it.
     *
     * @param options for the JVM; none of them reaches a native executable
     */
    public List<String> command(String... options) {
        if (isNative()) {
            return List.of(path.toString());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", path.toString()));
        return command;
    }
}
