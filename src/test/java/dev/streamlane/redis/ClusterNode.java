package dev.streamlane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.RespConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisExecProvider;

/** A Redis that is a cluster of its own, and has all slots. */
final class ClusterNode {
    private ClusterNode() {}

    static RedisServer start() {
        try {
            Path directory = Files.createTempDirectory("cluster");
            Path executable = directory.resolve("start");
            Files.writeString(executable, """
                    #!/bin/sh
                    exec %s "$@" --cluster-enabled yes --cluster-port $(($2 - 10000)) --cluster-config-file nodes-$2
                    """.formatted(
                            RedisExecProvider.defaultProvider().get()));
            assertThat(executable.toFile().setExecutable(true)).isTrue();
            RedisServer server = RedisServer.start(executable, directory);
            try (RespConnection connection = new RespConnection(server.port())) {
                connection.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
                await().until(
                                () -> connection.call("CLUSTER", "INFO").toString(),
                                info -> info.contains("cluster_state:ok"));
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
