package dev.streamlane.removal;

import java.util.concurrent.CompletionStage;

/** Waits until those who knew a topic's settings before a mark came have forgotten them, and what they sent has arrived. */
@FunctionalInterface
public interface Settlement {
    /** Completes when that is so. */
    CompletionStage<Void> settled();
}
