package dev.streamlane.devmode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.testing.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EmbeddedRedisTest {

    @Test
    void answersAsSoonAsItIsStarted() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            assertThat(ask(redis.uri(), "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void refusesConnectionsOnceItIsClosed() {
        EmbeddedRedis redis = EmbeddedRedis.start();

        redis.close();

        assertThat(LoopbackPorts.isFree(redis.port())).isTrue();
    }

    @Test
    void saysWhyItDoesNotStartOnATakenPort() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            assertThatThrownBy(() -> EmbeddedRedis.start(redis.port()))
                    .hasMessageContaining("did not start on port " + redis.port())
                    .hasMessageContaining("Could not create server TCP listening socket");
        }
    }

    @Test
    void comesBackEmptyOnTheSamePort() throws IOException {
        try (RedisServer redis = RedisServer.start()) {
            int port = redis.port();
            ask(redis.uri(), "SET colour red");

            redis.restartEmpty();

            assertThat(redis.port()).isEqualTo(port);
            assertThat(ask(redis.uri(), "EXISTS colour")).isEqualTo(":0");
        }
    }

    /** Redis accepts a command as one plain line, so this needs no client. */
    private static String ask(URI redis, String command) throws IOException {
        try (Socket socket = new Socket(redis.getHost(), redis.getPort());
                BufferedReader replies =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return replies.readLine();
        }
    }
}
