package dev.streamlane.producer;

/**
 * One reason why something was refused before anything was written.
 *
 * @param index which job of the batch, from 0; -1 if it is not about a job of a batch
 * @param field the field at fault: {@code payload}, {@code key}, {@code jobs}, {@code topic} and so on
 * @param limit the limit that was passed, or {@code null} if it is not about one
 * @param message a sentence
 */
public record Violation(int index, String field, Object limit, String message) {}
