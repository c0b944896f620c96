package dev.streamlane.redis;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.group.GroupView.Notice;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** What a consumer tells people about itself. Nothing is decided by it, so what cannot be read is as if it were not there. */
final class WorkerText {
    private WorkerText() {}

    static String of(Consumer me, Instant since, Collection<Integer> owned) {
        return new JsonObject()
                .put("since", since.toString())
                .put("owned", new JsonArray(owned.stream().sorted().toList()))
                .put("host", me.host())
                .encode();
    }

    static Optional<Notice> parse(Response shown) {
        try {
            JsonObject text = shown == null ? new JsonObject() : new JsonObject(shown.toString());
            return text.getValue("host") instanceof String host && text.getValue("since") instanceof String since
                    ? Optional.of(new Notice(host, Instant.parse(since)))
                    : Optional.empty();
        } catch (DecodeException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
