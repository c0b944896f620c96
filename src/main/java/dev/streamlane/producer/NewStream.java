package dev.streamlane.producer;

import java.util.Map;

/**
 * A data stream to be handed to a replica of a stream service.
 *
 * @param dataStreamName the data stream's name, which is its key in Redis
 * @param info what the processor is told about it: a {@link Map} or object that Jackson writes as a JSON object, or {@link
 *     JsonText} of one; {@code null} for nothing
 */
public record NewStream(String dataStreamName, Object info) {}
