package dev.streamlane.rest;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of a stream in a request, for the API's description: {@link NewStreamReader} reads it without building one. */
@Schema(name = "NewStream")
record NewStreamRequest(
        @Schema(
                description = "The data stream's name, which is its key in Redis; without <MUTEX_KEY_SEP>",
                required = true,
                minLength = 1,
                maxLength = 512,
                example = "order-stream-0")
        String dataStreamName,

        @Schema(
                description =
                        "What its processor is told about it; stored as it stands. The field priority may be high,"
                                + " normal or low",
                example = "{\"order_id\":\"order-0\",\"priority\":\"low\"}")
        Map<String, Object> info) {}
