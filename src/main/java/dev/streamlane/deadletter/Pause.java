package dev.streamlane.deadletter;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Lets time pass. */
public interface Pause {
    /** Completes when so much time has passed. */
    CompletionStage<Void> of(Duration time);
}
