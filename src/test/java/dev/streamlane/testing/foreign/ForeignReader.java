package dev.streamlane.testing.foreign;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamlane.testing.RespConnection;
import dev.streamlane.testing.foreign.ForeignClient.Assigned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads as much as there is, locks it one by one, and gives up for good at the first entry that it cannot have. */
final class ForeignReader {
    private static final String FIELD = "lbs-input";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final ForeignProcess process;
    private final ForeignStreams streams;
    private final Duration betweenLocks;
    private volatile boolean ended;

    private record Assignment(
            @JsonProperty("DataStreamName") JsonNode name,
            @JsonProperty("Info") Map<String, Object> info) {}

    ForeignReader(ForeignProcess process, ForeignStreams streams, Duration betweenLocks) {
        this.process = process;
        this.streams = streams;
        this.betweenLocks = betweenLocks;
    }

    boolean ended() {
        return ended;
    }

    /** Reads until an entry ends it; without a COUNT, and for as long as there is nothing. */
    void read(RespConnection blocking, String lbs, String group, String consumer) {
        boolean going = true;
        while (going) {
            process.awaitRunning();
            List<?> streamsRead =
                    (List<?>) blocking.call("xreadgroup", "group", group, consumer, "block", "0", "streams", lbs, ">");
            going = take((List<?>) ((List<?>) streamsRead.get(0)).get(1));
        }
        ended = true;
    }

    /** Takes entries that are pending under its name, up to the first that it cannot have. */
    boolean take(List<?> entries) {
        for (Object entry : entries) {
            List<?> parts = (List<?>) entry;
            Optional<String> name = name((List<?>) parts.get(1));
            if (name.isEmpty() || !streams.take(new Assigned(name.get(), (String) parts.get(0), false))) {
                return false;
            }
            if (!betweenLocks.isZero()) {
                process.idle(betweenLocks);
            }
        }
        return true;
    }

    private static Optional<String> name(List<?> fields) {
        int field = fields.indexOf(FIELD);
        if (field < 0) {
            return Optional.empty();
        }
        try {
            JsonNode name = JSON.readValue((String) fields.get(field + 1), Assignment.class)
                    .name();
            return Optional.ofNullable(name).map(JsonNode::textValue).filter(text -> !text.isEmpty());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
