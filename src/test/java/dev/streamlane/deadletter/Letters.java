package dev.streamlane.deadletter;

import dev.streamlane.deadletter.DeadLetter.Field;
import dev.streamlane.streams.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes dead letters as a burial would write them. */
final class Letters {
    static final String TOPIC = "send_email";
    static final String GROUP = "email_group";

    private Letters() {}

    /** A letter of partition 1, whose job has these fields. */
    static DeadLetter letter(String id, String error, Map<String, String> job) {
        List<Field> fields = new ArrayList<>();
        job.forEach((name, value) -> fields.add(new Field(name, value)));
        fields.addAll(death(GROUP, "redisaq:send_email:1", id, error));
        return DeadLetter.of(id, fields, stream -> new Origin.Job(TOPIC, 1));
    }

    /** A letter without a key. */
    static DeadLetter letter(String id) {
        return letter(id, "boom", Map.of("msg_id", "job-" + id, "payload", "{}"));
    }

    /** A letter of a stream service. */
    static DeadLetter assignment(String id, String service) {
        List<Field> fields = new ArrayList<>(List.of(new Field("lbs-input", "{\"DataStreamName\":\"a\"}")));
        fields.addAll(death(service + "-group", service + "-input", id, "boom"));
        return DeadLetter.of(id, fields, stream -> new Origin.Assignment(service));
    }

    /** What a burial adds. */
    static List<Field> death(String group, String stream, String entryId, String error) {
        return List.of(
                new Field("group", group),
                new Field("stream", stream),
                new Field("entry_id", entryId),
                new Field("attempts", "5"),
                new Field("error", error),
                new Field("failed_at", "1763781600.123"),
                new Field("consumer", "ann"));
    }

    static EntryId id(String text) {
        return EntryId.parse(text);
    }
}
