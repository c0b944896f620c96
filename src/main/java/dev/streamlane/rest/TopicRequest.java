package dev.streamlane.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of a topic's settings in a request, for the API's description; what is left out stays as it is. */
@Schema(name = "TopicSettings")
record TopicRequest(
        @Schema(description = "Not fewer than before", minimum = "1", example = "8")
        Integer partitions,

        @Schema(description = "Entries per partition; 0 for no bound", minimum = "0", example = "1000")
        Long maxLength,

        @Schema(
                description = "What a full partition does",
                enumeration = {"reject", "trim"})
        String overflow,

        @Schema(description = "Unfinished jobs of a group; 0 for any number", minimum = "0", example = "100000")
        Long maxBacklog) {}
