package dev.streamlane.job;

import java.util.Map;

/**
 * One entry of a data stream.
 *
 * @param id its entry ID, {@code <milliseconds>-<sequence>}
 * @param fields its fields in their order; of a name that occurs twice, the last value
 */
public record StreamEntry(String id, Map<String, String> fields) {}
