package dev.streamlane.testing.foreign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.testing.RespConnection;
import dev.streamlane.testing.foreign.ForeignClient.Assigned;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads as much as there is, locks it one by one, and gives up for good at the first entry that it cannot have. */
final class ForeignReader {
    private static final String FIELD = "lbs-input";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ForeignProcess process;
    private final ForeignStreams streams;
    private final Duration betweenLocks;
    private volatile boolean ended;

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
            JsonNode assignment = JSON.readTree((String) fields.get(field + 1));
            return Optional.of(assignment.path("DataStreamName").asText()).filter(name -> !name.isEmpty());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
