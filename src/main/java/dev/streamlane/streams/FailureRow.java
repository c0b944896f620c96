package dev.streamlane.streams;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.logging.LogText;
import dev.streamlane.topic.StoreRefusedException;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Failures of one kind that follow each other, of which the log tells once. Confined to the service's thread. */
final class FailureRow {
    /** Where some things fail and others do not, each success ends a row; so often the log need not tell of them. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final Ticker ticker;
    private boolean told;
    private long rested;

    FailureRow(Ticker ticker) {
        this.ticker = ticker;
        this.rested = ticker.nanos();
    }

    /**
     * One more.
     *
     * @param tell is given the reason, fit for the log, if it is to be told; that Redis cannot be reached, the beat tells
     */
    void failed(Throwable failure, Consumer<String> tell) {
        Throwable reason = failure instanceof CompletionException ? failure.getCause() : failure;
        long now = ticker.nanos();
        boolean away = reason instanceof StoreUnavailableException && !(reason instanceof StoreRefusedException);
        if (!told && !away && now - rested >= 0) {
            told = true;
            rested = now + REST.toNanos();
            tell.accept(LogText.text(String.valueOf(reason.getMessage())));
        }
    }

    /** It does not fail any more. */
    void ended() {
        told = false;
    }
}
