package dev.streamlane.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a group is created with, for the API's description. */
@Schema(name = "NewGroup")
record NewGroupRequest(
        @Schema(
                description =
                        "Where it begins: beginning, end, an instant, or an entry ID; the beginning if it is left out",
                example = "2026-11-22T16:00:00Z")
        String start) {}
