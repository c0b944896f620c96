package dev.streamlane.rest;

import dev.streamlane.producer.NewJob;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of a job in a request, for the API's description: {@link JobReader} reads it without building one. */
@Schema(name = "Job")
record JobRequest(
        @Schema(
                description = "Any JSON value except null; stored as it stands",
                required = true,
                example = "{\"to\":\"a@example.com\"}")
        Object payload,

        @Schema(description = "Jobs of one key start in order, one at a time; a string or an integer")
        String key,

        @Schema(description = "Instead of key: the name of the payload's field that holds it")
        String partitionKey,

        @Schema(description = "Whole seconds after which an attempt is interrupted", minimum = "0", maximum = "604800")
        Long timeout,

        @Schema(description = "Texts for the processor") Map<String, String> headers,

        @Schema(description = "Kept back for so long: an ISO-8601 duration", example = "PT5S")
        String delay,

        @Schema(description = "Instead of delay: kept back until then", format = "date-time")
        String runAt,

        @Schema(
                description =
                        "The same key enqueues the same job once; in a single request instead of the header. Not with delay or runAt",
                minLength = 1,
                maxLength = NewJob.MAX_IDEMPOTENCY_KEY)
        String idempotencyKey) {}
