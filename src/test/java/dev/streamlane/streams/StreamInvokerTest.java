package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.execution.Outcome;
import dev.streamlane.job.AssignedStream;
import dev.streamlane.job.DiscardJobException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamInvokerTest {
    private static final AssignedStream STREAM = (AssignedStream) Proxy.newProxyInstance(
            AssignedStream.class.getClassLoader(),
            new Class<?>[] {AssignedStream.class},
            (stream, method, none) -> method.getReturnType() == int.class ? 3 : method.getName());

    private final List<Outcome> outcomes = new ArrayList<>();

    @BeforeEach
    void forgetWhatOthersWereWorkingOn() {
        MDC.clear();
    }

    @Test
    void tellsHowTheProcessorEnded() {
        StreamInvoker.on(Runnable::run, stream -> {}).invoke(STREAM, outcomes::add);
        StreamInvoker.on(Runnable::run, stream -> {
                    throw new IOException("no disk");
                })
                .invoke(STREAM, outcomes::add);
        StreamInvoker.on(Runnable::run, stream -> {
                    throw new DiscardJobException("no order");
                })
                .invoke(STREAM, outcomes::add);

        assertThat(outcomes.get(0)).isEqualTo(Outcome.DONE);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Failed("java.io.IOException: no disk"));
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Discarded.class);
    }

    @Test
    void whatTheProcessorLogsCarriesTheStream() {
        Map<String, Object> fields = new HashMap<>();

        StreamInvoker.on(Runnable::run, stream -> fields.putAll(MDC.getMap())).invoke(STREAM, outcomes::add);

        assertThat(fields).isEqualTo(Map.of("stream", "name", "service", "service", "attempt", "3"));
        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void aThreadThatCannotBeHadIsAFailedAttempt() {
        StreamInvoker.on(
                        task -> {
                            throw new RejectedExecutionException("no thread left");
                        },
                        stream -> {})
                .invoke(STREAM, outcomes::add);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Failed.class);
    }
}
