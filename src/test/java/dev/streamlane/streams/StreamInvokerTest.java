package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.execution.Outcome;
import dev.streamlane.job.DiscardJobException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class StreamInvokerTest {
    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void tellsHowTheProcessorEnded() {
        StreamInvoker.on(Runnable::run, stream -> {}).invoke(null, outcomes::add);
        StreamInvoker.on(Runnable::run, stream -> {
                    throw new IOException("no disk");
                })
                .invoke(null, outcomes::add);
        StreamInvoker.on(Runnable::run, stream -> {
                    throw new DiscardJobException("no order");
                })
                .invoke(null, outcomes::add);

        assertThat(outcomes.get(0)).isEqualTo(Outcome.DONE);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Failed("java.io.IOException: no disk"));
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Discarded.class);
    }

    @Test
    void aThreadThatCannotBeHadIsAFailedAttempt() {
        StreamInvoker.on(
                        task -> {
                            throw new RejectedExecutionException("no thread left");
                        },
                        stream -> {})
                .invoke(null, outcomes::add);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Failed.class);
    }
}
