package dev.streamlane.tracing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.consumer.DeadJob;
import dev.streamlane.consumer.JobEvents;
import dev.streamlane.partition.GroupId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.Map;

/** A short span for each job that is dead-lettered, beside those of its attempts. */
final class TracedDeadLetters implements JobEvents {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final Tracer tracer;
    private final ObjectMapper mapper;

    TracedDeadLetters(Tracer tracer, ObjectMapper mapper) {
        this.tracer = tracer;
        this.mapper = mapper;
    }

    @Override
    public void deadLettered(GroupId group, DeadJob job) {
        Spans.of(tracer, SpanKind.CLIENT, "dead-letter", "settle", group.topic())
                .setParent(TraceHeaders.context(headers(job)))
                .setAttribute(Keys.PARTITION, Integer.toString(job.partition()))
                .setAttribute(Keys.GROUP, group.group())
                .setAttribute(Keys.JOB_ID, job.id())
                .setAttribute(Keys.ENTRY_ID, job.entryId())
                .setAttribute(Keys.ATTEMPT, (long) job.attempts())
                .startSpan()
                .setStatus(StatusCode.ERROR, job.error())
                .end();
    }

    private Map<String, String> headers(DeadJob job) {
        try {
            Map<String, String> read = job.headers() == null ? null : mapper.readValue(job.headers(), TEXTS);
            return read == null ? Map.of() : read;
        } catch (JsonProcessingException unreadable) { // It may be what the job died of.
            return Map.of();
        }
    }
}
