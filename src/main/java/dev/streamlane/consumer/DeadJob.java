package dev.streamlane.consumer;

/**
 * A job that was dead-lettered.
 *
 * @param id the job's id
 * @param partition where it was
 * @param entryId its entry there
 * @param attempts how many it has used
 * @param error why the last one failed
 * @param headers its headers as they are written, a JSON object of strings if all is well; {@code null} if it has none
 */
public record DeadJob(String id, int partition, String entryId, int attempts, String error, String headers) {}
