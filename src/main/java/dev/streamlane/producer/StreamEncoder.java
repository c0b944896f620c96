package dev.streamlane.producer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.topic.Names;
import jakarta.inject.Singleton;

/** Checks streams, and writes the assignments that stand for them on a Load Balancer Stream. */
@Singleton
final class StreamEncoder {
    /** The name is part of a key and of each lock's key. */
    static final int MAX_NAME = 512;

    private static final String NAME = "dataStreamName";
    private static final String INFO = "info";

    private final ObjectMapper mapper;
    private final StreamLimits limits;

    StreamEncoder(ObjectMapper mapper, StreamLimits limits) {
        this.mapper = mapper;
        this.limits = limits;
    }

    /**
     * The assignment of a stream, in the form that redis-stream-client-go reads and writes.
     *
     * @throws InvalidRequestException naming everything that is wrong with the service's name or the stream
     */
    String encode(String service, NewStream stream) {
        Violations wrong = new Violations();
        if (!Names.legal(service)) {
            wrong.add(-1, "service", Names.LEGAL, "the service's name must be " + Names.LEGAL);
        }
        checkName(stream.dataStreamName(), wrong);
        String info = info(stream.info(), wrong);
        wrong.throwIfAny();
        String name = JsonForm.of(stream.dataStreamName(), mapper).text();
        String assignment = "{\"DataStreamName\":" + name + ",\"Info\":" + info + "}";
        checkLength(assignment, wrong);
        wrong.throwIfAny();
        return assignment;
    }

    private static void checkName(String name, Violations wrong) {
        if (name == null) {
            wrong.add(-1, NAME, null, NAME + " is missing");
        } else if (name.isEmpty() || name.length() > MAX_NAME) {
            String message = NAME + " must have 1 to " + MAX_NAME + " characters, not " + name.length();
            wrong.add(-1, NAME, MAX_NAME, message);
        } else if (!Unicode.wellFormed(name)) {
            wrong.add(-1, NAME, null, NAME + " has " + Unicode.HALF);
        } else if (name.contains(LockKey.SEPARATOR)) {
            // Such a name could be taken for another stream's lock.
            wrong.add(-1, NAME, null, NAME + " must not contain " + LockKey.SEPARATOR);
        }
    }

    private String info(Object info, Violations wrong) {
        if (info == null) {
            return "{}";
        }
        JsonForm form = JsonForm.of(info, mapper);
        if (form.problem() != null) {
            wrong.add(-1, INFO, null, INFO + " " + form.problem());
        } else if (!form.text().stripLeading().startsWith("{")) {
            wrong.add(-1, INFO, null, INFO + " must be an object");
        }
        return form.text();
    }

    private void checkLength(String assignment, Violations wrong) {
        if (Text.utf8Length(assignment, limits.maxInfo()) > limits.maxInfo()) {
            String message =
                    NAME + " and " + INFO + " may have at most " + limits.maxInfo() + " bytes together, as JSON";
            wrong.add(-1, INFO, limits.maxInfo(), message);
        }
    }
}
