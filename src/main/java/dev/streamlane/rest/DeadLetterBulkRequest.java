package dev.streamlane.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of a request about many dead letters, for the API's description; it names at least one of the first five. */
@Schema(name = "DeadLetterFilter")
record DeadLetterBulkRequest(
        @Schema(description = "The topic of the job", example = "send_email")
        String topic,

        @Schema(description = "The group that failed at it; of a stream service it is <service>-group")
        String group,

        @Schema(description = "A part of the error, in the same case", example = "ConnectException")
        String error,

        @Schema(description = "The earliest time at which it came among the dead letters")
        Instant from,

        @Schema(description = "The time before which it came there")
        Instant to,

        @Schema(description = "Only say what would be done", defaultValue = "false")
        Boolean dryRun,

        @Schema(description = "How many at most", minimum = "1", maximum = "10000", defaultValue = "1000")
        Integer limit,

        @Schema(description = "How many a second at most", minimum = "1", maximum = "10000")
        Integer rate,

        @Schema(description = "That of the answer before") String cursor) {}
