package dev.streamlane.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a reset asks for, for the API's description. */
@Schema(name = "ResetOfAGroup")
record ResetRequest(
        @Schema(description = "Where to: beginning, end, an instant, or an entry ID", required = true, example = "end")
        String to) {}
