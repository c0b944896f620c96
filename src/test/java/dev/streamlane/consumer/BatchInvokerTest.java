package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.job.BatchJobProcessor;
import dev.streamlane.job.DiscardJobException;
import dev.streamlane.job.Job;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchInvokerTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<List<String>> calls = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void givesAllJobsToTheProcessorAtOnce() throws Exception {
        Outcomes outcomes = new Outcomes(3);

        invoke(jobs -> {}, outcomes, "1-0", "2-0", "3-0");

        assertThat(outcomes.await()).containsExactly(Outcome.DONE, Outcome.DONE, Outcome.DONE);
        assertThat(calls).containsExactly(List.of("1-0", "2-0", "3-0"));
    }

    @Test
    void G6_givesTheJobsOfAFailedBatchToTheProcessorOneByOne() throws Exception {
        Outcomes outcomes = new Outcomes(3);

        invoke(
                jobs -> {
                    if (has(jobs, "2-0")) {
                        throw new IllegalStateException("bad job");
                    }
                },
                outcomes,
                "1-0",
                "2-0",
                "3-0");

        assertThat(outcomes.await())
                .containsExactly(
                        Outcome.DONE, new Outcome.Failed("java.lang.IllegalStateException: bad job"), Outcome.DONE);
        assertThat(calls).containsExactly(List.of("1-0", "2-0", "3-0"), List.of("1-0"), List.of("2-0"), List.of("3-0"));
    }

    @Test
    void whatTheProcessorLogsCarriesTheJobIfItHasOnlyOne() throws Exception {
        List<Map<String, Object>> fields = new CopyOnWriteArrayList<>();
        Outcomes outcomes = new Outcomes(2);

        invoke(
                jobs -> {
                    fields.add(Map.copyOf(MDC.getMap()));
                    throw new IllegalStateException("bad job");
                },
                outcomes,
                "1-0",
                "2-0");

        outcomes.await();
        assertThat(fields)
                .containsExactly(
                        Map.of("topic", "topic"),
                        Map.of("jobId", "1-0", "topic", "topic", "attempt", "1"),
                        Map.of("jobId", "2-0", "topic", "topic", "attempt", "1"));
    }

    @Test
    void discardsOnlyTheJobThatIsToBeDiscarded() throws Exception {
        Outcomes outcomes = new Outcomes(2);

        invoke(
                jobs -> {
                    if (has(jobs, "2-0")) {
                        throw new DiscardJobException("never");
                    }
                },
                outcomes,
                "1-0",
                "2-0");

        assertThat(outcomes.await())
                .containsExactly(Outcome.DONE, new Outcome.Discarded("dev.streamlane.job.DiscardJobException: never"));
    }

    @Test
    void doesNotRepeatABatchOfOne() throws Exception {
        Outcomes outcomes = new Outcomes(1);

        invoke(
                jobs -> {
                    throw new IllegalStateException("bad job");
                },
                outcomes,
                "1-0");

        assertThat(outcomes.await()).containsExactly(new Outcome.Failed("java.lang.IllegalStateException: bad job"));
        assertThat(calls).hasSize(1);
    }

    @Test
    void doesNotRepeatABatchThatWasInterrupted() throws Exception {
        Outcomes outcomes = new Outcomes(2);
        CountDownLatch begun = new CountDownLatch(1);
        Invocation invocation = invoke(
                jobs -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                },
                outcomes,
                "1-0",
                "2-0");
        begun.await();

        invocation.interrupt();

        assertThat(outcomes.await()).containsOnly(new Outcome.Failed("its batch was interrupted"));
        assertThat(calls).hasSize(1);
    }

    @Test
    void G6_discardsNobodyForABatchThatWasInterruptedWhileItDiscarded() throws Exception {
        Outcomes outcomes = new Outcomes(2);

        invoke(
                jobs -> {
                    Thread.currentThread().interrupt();
                    throw new DiscardJobException("never");
                },
                outcomes,
                "1-0",
                "2-0");

        assertThat(outcomes.await()).containsOnly(new Outcome.Failed("its batch was interrupted"));
    }

    @Test
    void doesNotRepeatABatchWhoseProcessorSwallowedTheInterrupt() throws Exception {
        Outcomes outcomes = new Outcomes(2);
        CountDownLatch begun = new CountDownLatch(1);
        Invocation invocation = invoke(
                jobs -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("mail failed");
                    }
                },
                outcomes,
                "1-0",
                "2-0");
        begun.await();

        invocation.interrupt();

        assertThat(outcomes.await()).containsOnly(new Outcome.Failed("its batch was interrupted"));
        assertThat(calls).hasSize(1);
    }

    @Test
    void startsNoFurtherJobOnceItIsInterruptedWhileItGoesOneByOne() throws Exception {
        Outcomes outcomes = new Outcomes(3);
        CountDownLatch begun = new CountDownLatch(1);
        Invocation invocation = invoke(
                jobs -> {
                    if (jobs.size() > 1) {
                        throw new IllegalStateException("bad job");
                    }
                    begun.countDown();
                    new CountDownLatch(1).await();
                },
                outcomes,
                "1-0",
                "2-0",
                "3-0");
        begun.await();

        invocation.interrupt();

        assertThat(outcomes.await())
                .containsExactly(
                        new Outcome.Failed("java.lang.InterruptedException"),
                        new Outcome.Failed("its batch was interrupted"),
                        new Outcome.Failed("its batch was interrupted"));
        assertThat(calls).containsExactly(List.of("1-0", "2-0", "3-0"), List.of("1-0"));
    }

    private Invocation invoke(BatchJobProcessor<Object> processor, Outcomes outcomes, String... ids) {
        BatchJobProcessor<Object> noted = jobs -> {
            calls.add(jobs.stream().map(Job::id).toList());
            processor.process(jobs);
        };
        List<Job<Object>> jobs = List.of(ids).stream().map(Jobs::job).toList();
        return new BatchInvoker(noted, 10, threads).invoke(jobs, outcomes);
    }

    private static boolean has(List<Job<Object>> jobs, String id) {
        return jobs.stream().anyMatch(job -> job.id().equals(id));
    }
}
