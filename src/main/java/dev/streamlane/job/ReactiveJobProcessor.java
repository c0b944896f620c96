package dev.streamlane.job;

import io.smallrye.mutiny.Uni;

/**
 * Processes the jobs of one topic without blocking, on an I/O thread. The outcome is that of the returned {@link Uni}, in
 * the terms of {@link JobProcessor#process}; a timeout or a lost lease cancels the subscription.
 *
 * @param <T> what the payload's JSON is read into by Jackson; {@code String} receives the JSON text itself
 */
public interface ReactiveJobProcessor<T> {
    /** Begins to process one job; must not block. */
    Uni<Void> process(Job<T> job);
}
