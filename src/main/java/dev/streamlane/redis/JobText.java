package dev.streamlane.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.schedule.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The job of a schedule as it is stored: its fields as a JSON array, as {@code delay.lua} has them. The headers come last.
 */
final class JobText {
    private JobText() {}

    static String of(Place place, NewEntry job, ObjectMapper mapper) {
        List<String> fields = new ArrayList<>(List.of(
                "",
                "msg_id",
                "",
                "topic",
                place.topic(),
                "payload",
                job.payload(),
                "partition_key",
                job.partitionKey(),
                "partition",
                String.valueOf(place.partition()),
                "created_at",
                "",
                "enqueued_at",
                "",
                "timeout",
                String.valueOf(job.timeoutSeconds())));
        if (job.key() != null) {
            fields.addAll(List.of("key", job.key()));
        }
        fields.addAll(List.of("headers", job.headers()));
        try {
            return mapper.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    static NewEntry parse(String text, ObjectMapper mapper) {
        Map<String, String> fields = new HashMap<>();
        try {
            String[] array = mapper.readValue(text, String[].class);
            for (int i = 1; i + 1 < array.length; i += 2) {
                fields.put(array[i], array[i + 1]);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not the fields of a job", e);
        }
        return new NewEntry(
                "",
                fields.get("payload"),
                fields.get("partition_key"),
                fields.get("key"),
                0,
                Long.parseLong(fields.get("timeout")),
                fields.get("headers"),
                null,
                null);
    }
}
