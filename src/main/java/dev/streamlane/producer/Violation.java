package dev.streamlane.producer;

/**
 * One reason why jobs were refused before anything was written.
 *
 * @param index which job of the batch, from 0; -1 if it is about the batch or the topic
 * @param field the field at fault: {@code payload}, {@code key}, {@code jobs}, {@code topic} and so on
 * @param limit the limit that was passed, or {@code null} if it is not about one
 * @param message a sentence
 */
public record Violation(int index, String field, Object limit, String message) {}
