package dev.streamlane.consumer;

import static dev.streamlane.consumer.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.job.DiscardJobException;
import dev.streamlane.job.JobProcessor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockingInvokerTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Outcomes outcomes = new Outcomes(1);

    @BeforeEach
    void forgetWhatOthersWereWorkingOn() {
        MDC.clear();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void isDoneWhenTheProcessorReturns() throws Exception {
        invoke(job -> {});

        assertThat(outcomes.await()).containsExactly(Outcome.DONE);
    }

    @Test
    void doesNotEndBeforeTheProcessorReturns() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        invoke(job -> {
            begun.countDown();
            end.await();
        });

        begun.await();
        assertThat(outcomes.now()).isEmpty();
        end.countDown();

        assertThat(outcomes.await()).containsExactly(Outcome.DONE);
    }

    @Test
    void failsWhenTheProcessorThrowsWhateverItIs() throws Exception {
        invoke(job -> {
            throw new NoClassDefFoundError("Gone");
        });

        assertThat(outcomes.await()).containsExactly(new Outcome.Failed("java.lang.NoClassDefFoundError: Gone"));
    }

    @Test
    void whatTheProcessorLogsCarriesTheJob() throws Exception {
        Map<String, Object> fields = new HashMap<>();

        invoke(job -> fields.putAll(MDC.getMap()));

        assertThat(outcomes.await()).containsExactly(Outcome.DONE);
        assertThat(fields).isEqualTo(Map.of("jobId", "1-0", "topic", "topic", "attempt", "1"));
    }

    @Test
    void nothingOfTheJobIsLeftOnTheThread() {
        new BlockingInvoker(job -> {}, Runnable::run).invoke(List.of(job("1-0")), outcomes);

        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void isDiscardedWhenTheProcessorSaysSo() throws Exception {
        invoke(job -> {
            throw new DiscardJobException("no such user", new IOException("404"));
        });

        assertThat(outcomes.await())
                .containsExactly(new Outcome.Discarded("dev.streamlane.job.DiscardJobException: no such user"
                        + " caused by java.io.IOException: 404"));
    }

    @Test
    void interruptsTheProcessor() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Invocation invocation = invoke(job -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        begun.await();

        invocation.interrupt();

        assertThat(outcomes.await()).containsExactly(new Outcome.Failed("java.lang.InterruptedException"));
    }

    private Invocation invoke(JobProcessor<Object> processor) {
        return new BlockingInvoker(processor, threads).invoke(List.of(job("1-0")), outcomes);
    }
}
