package dev.streamlane.bench.measure;

import dev.streamlane.packaged.Application;
import dev.streamlane.testing.RedisServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Redis that is measured with: the {@code redis-server} on the path if there is one, else the embedded one. */
final class OwnRedis {
    private OwnRedis() {}

    static RedisServer start() {
        return onPath().map(executable -> RedisServer.start(executable, Application.directory("bench-redis")))
                .orElseGet(RedisServer::start);
    }

    /** What {@link #start} starts. */
    static String name() {
        return onPath().map(Path::toString).orElse("embedded");
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
