package dev.streamlane.packaged;

import dev.streamlane.testing.RespConnection;
import java.util.List;

/** Asks Redis itself. A connection for each call, so that it may restart in between. */
public record RedisClient(int port) {
    /** The reply: a {@code String}, a {@code Long}, a {@code List} of replies or {@code null}. */
    public Object call(String... command) {
        try (RespConnection connection = new RespConnection(port)) {
            return connection.call(command);
        }
    }

    /** A reply that is a list of texts. */
    public List<String> texts(String... command) {
        return ((List<?>) call(command)).stream().map(String::valueOf).toList();
    }
}
