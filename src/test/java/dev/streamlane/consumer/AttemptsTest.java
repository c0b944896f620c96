package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static dev.streamlane.consumer.Entries.entryWithTimeout;
import static dev.streamlane.consumer.Entries.held;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.Held.Interruption;
import dev.streamlane.consumer.JobEvents.Result;
import dev.streamlane.execution.Outcome;
import dev.streamlane.job.Job;
import dev.streamlane.partition.GroupId;
import dev.streamlane.partition.Lease;
import dev.streamlane.testing.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Lease LEASE = new Lease(3, 77, 0);

    private final Contexts contexts = new Contexts();
    private final ManualLoop loop = new ManualLoop();
    private final List<String> ended = new ArrayList<>();
    private final List<String> measured = new ArrayList<>();
    private FakeInvoker processor = new FakeInvoker(1);
    private Attempts attempts;

    AttemptsTest() {
        contexts.events = new JobEvents() {
            @Override
            public void started(GroupId group, Duration waited) {
                measured.add("waited " + waited);
            }

            @Override
            public void ended(GroupId group, Result result, Duration took) {
                measured.add(result + " took " + took);
            }
        };
        remake(1);
    }

    private void remake(int maxJobs) {
        processor = new FakeInvoker(maxJobs);
        attempts = new Attempts(
                contexts.on(loop, processor),
                3,
                (held, result, error) -> ended.add(held.id() + " " + result + (error == null ? "" : ": " + error)));
    }

    @Test
    void givesTheJobWithItsAttemptAndEpochToTheProcessor() {
        Held again = new Held(entry("5-0", "user-1"), "user-1", 2, false);

        attempts.start(List.of(again), LEASE);

        Job<Object> job = processor.call("5-0").job();
        assertThat(job.key()).isEqualTo("user-1");
        assertThat(job.partition()).isEqualTo(3);
        assertThat(job.attempt()).isEqualTo(3);
        assertThat(job.epoch()).isEqualTo(77);
        assertThat(attempts.ids()).containsExactly("5-0");
    }

    @Test
    void endsWhenTheProcessorHasReturned() {
        attempts.start(List.of(held("1-0", null), held("2-0", null)), LEASE);

        processor.call("2-0").done();
        loop.run();

        assertThat(ended).containsExactly("2-0 DONE");
        assertThat(attempts.ids()).containsExactly("1-0");
    }

    @Test
    void tellsWhyAnAttemptFailed() {
        attempts.start(List.of(held("1-0", null), held("2-0", null)), LEASE);

        processor.call("1-0").fail("bad job");
        processor.call("2-0").discard("never");
        loop.run();

        assertThat(ended).containsExactly("1-0 FAILED: bad job", "2-0 DISCARDED: never");
    }

    @Test
    void discardsAnUndecodableEntryAndStartsItsNeighbours() {
        attempts.start(List.of(held("1-0", null, "nonsense"), held("2-0", null)), LEASE);

        assertThat(ended).singleElement().asString().startsWith("1-0 DISCARDED: undecodable: the field 'payload'");
        assertThat(processor.started()).containsExactly("2-0");
        assertThat(attempts.ids()).containsExactly("2-0");
    }

    @Test
    void interruptsAnAttemptThatTakesTooLongAndWaitsForItsReturn() {
        attempts.start(List.of(new Held(entryWithTimeout("1-0", 30), null, 0, false)), LEASE);

        loop.advance(Duration.ofSeconds(29));
        assertThat(processor.call("1-0").interrupts).isZero();
        loop.advance(Duration.ofSeconds(1));
        assertThat(processor.call("1-0").interrupts).isEqualTo(1);
        assertThat(ended).isEmpty();
        assertThat(attempts.ids()).containsExactly("1-0");

        processor.call("1-0").fail("interrupted");
        loop.run();
        assertThat(ended).containsExactly("1-0 TIMED_OUT: timed out");
    }

    @Test
    void countsATimeoutWhateverTheProcessorMakesOfTheInterrupt() {
        attempts.start(List.of(new Held(entryWithTimeout("1-0", 30), null, 0, false)), LEASE);
        loop.advance(Duration.ofSeconds(30));

        processor.call("1-0").done();
        loop.run();

        assertThat(ended).containsExactly("1-0 TIMED_OUT: timed out");
    }

    @Test
    void forgetsTheTimeoutOfAnAttemptThatHasEnded() {
        attempts.start(List.of(new Held(entryWithTimeout("1-0", 30), null, 0, false)), LEASE);

        processor.call("1-0").done();
        loop.run();

        assertThat(loop.timers()).isZero();
    }

    @Test
    void interruptsNothingWithoutATimeout() {
        attempts.start(List.of(held("1-0", null)), LEASE);

        loop.advance(Duration.ofDays(100));

        assertThat(processor.call("1-0").interrupts).isZero();
    }

    @Test
    void G6_doesNotCountAnAttemptThatADrainInterrupted() {
        attempts.start(List.of(held("1-0", null), held("2-0", null), held("3-0", null)), LEASE);

        attempts.interruptAll(Interruption.DRAIN);
        processor.call("1-0").fail("interrupted");
        processor.call("2-0").done();
        processor.call("3-0").discard("never");
        loop.run();

        assertThat(ended).containsExactly("1-0 INTERRUPTED: interrupted", "2-0 DONE", "3-0 DISCARDED: never");
    }

    @Test
    void stillCountsATimeoutThatADrainInterruptedAgain() {
        attempts.start(List.of(new Held(entryWithTimeout("1-0", 30), null, 0, false)), LEASE);
        loop.advance(Duration.ofSeconds(30));

        attempts.interruptAll(Interruption.DRAIN);
        processor.call("1-0").fail("interrupted");
        loop.run();

        assertThat(processor.call("1-0").interrupts).isEqualTo(2);
        assertThat(ended).containsExactly("1-0 TIMED_OUT: timed out");
    }

    @Test
    void G2_makesNothingOfWhatEndsAfterTheLeaseIsLost() {
        attempts.start(List.of(held("1-0", null)), LEASE);

        attempts.interruptAll(Interruption.LOST);
        processor.call("1-0").done();
        loop.run();

        assertThat(processor.call("1-0").interrupts).isEqualTo(1);
        assertThat(ended).containsExactly("1-0 ABANDONED");
    }

    @Test
    void anEntryThatStartsAgainIsNotInterruptedForItsLastTime() {
        Held held = new Held(entryWithTimeout("1-0", 30), null, 0, false);
        attempts.start(List.of(held), LEASE);
        loop.advance(Duration.ofSeconds(30));
        processor.call("1-0").fail("interrupted");
        loop.run();

        attempts.start(List.of(held), LEASE);
        processor.call("1-0").done();
        loop.run();

        assertThat(ended).containsExactly("1-0 TIMED_OUT: timed out", "1-0 DONE");
    }

    @Test
    void makesBatchesOfWhatStartsTogether() {
        remake(3);

        attempts.start(List.of(held("1-0", null), held("2-0", null), held("3-0", null), held("4-0", null)), LEASE);

        assertThat(processor.calls).extracting(call -> call.jobs.size()).containsExactly(3, 1);
        assertThat(processor.started()).containsExactly("1-0", "2-0", "3-0", "4-0");
    }

    @Test
    void endsEachJobOfABatchForItself() {
        remake(3);
        attempts.start(List.of(held("1-0", null), held("2-0", null), held("3-0", null)), LEASE);
        FakeInvoker.Call batch = processor.call("1-0");

        batch.end(1, new Outcome.Failed("bad job"));
        loop.run();
        assertThat(ended).containsExactly("2-0 FAILED: bad job");
        assertThat(attempts.ids()).containsExactly("1-0", "3-0");

        batch.end(2, Outcome.DONE);
        batch.end(0, new Outcome.Discarded("never"));
        loop.run();
        assertThat(ended).containsExactly("2-0 FAILED: bad job", "3-0 DONE", "1-0 DISCARDED: never");
    }

    @Test
    void timesABatchOutByTheShortestTimeoutOfItsJobs() {
        remake(3);
        attempts.start(
                List.of(
                        held("1-0", null),
                        new Held(entryWithTimeout("2-0", 50), null, 0, false),
                        new Held(entryWithTimeout("3-0", 20), null, 0, false)),
                LEASE);
        FakeInvoker.Call batch = processor.call("1-0");
        batch.end(0, Outcome.DONE);
        loop.run();

        loop.advance(Duration.ofSeconds(20));
        assertThat(batch.interrupts).isEqualTo(1);
        batch.end(1, new Outcome.Failed("interrupted"));
        batch.end(2, new Outcome.Failed("interrupted"));
        loop.run();

        assertThat(ended).containsExactly("1-0 DONE", "2-0 TIMED_OUT: timed out", "3-0 TIMED_OUT: timed out");
    }

    @Test
    void G6_retriesEachJobOfABatchThatTimedOutByItself() {
        remake(10);
        Held first = new Held(entry("1-0", null), null, 1, false);
        Held second = new Held(entry("2-0", null), null, 1, false);

        attempts.start(List.of(held("3-0", null), first, held("4-0", null), second), LEASE);

        assertThat(processor.calls)
                .extracting(call -> call.jobs.stream().map(Job::entryId).toList())
                .containsExactlyInAnyOrder(List.of("1-0"), List.of("2-0"), List.of("3-0", "4-0"));
    }

    @Test
    void failsAnAttemptThatNoThreadTakes() {
        processor.refusal = new RejectedExecutionException("no thread");

        attempts.start(List.of(held("1-0", null), held("2-0", null)), LEASE);
        assertThat(attempts.ids()).hasSize(2);
        loop.run();

        assertThat(ended)
                .containsExactly(
                        "1-0 FAILED: java.util.concurrent.RejectedExecutionException: no thread",
                        "2-0 FAILED: java.util.concurrent.RejectedExecutionException: no thread");
        assertThat(attempts.ids()).isEmpty();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void startsAnEntryWithAnyTimeout() {
        Entry odd = new Entry("1-0", null, "{}", null, null, null, null, Long.toString(Long.MAX_VALUE), null, null);

        attempts.start(List.of(new Held(odd, null, 0, false)), LEASE);

        assertThat(processor.started()).containsExactly("1-0");
    }

    @Test
    void measuresHowLongJobsWaitedAndTook() {
        attempts.start(List.of(held("1-0", null)), LEASE);
        loop.advance(Duration.ofSeconds(4));
        processor.call("1-0").done();
        loop.run();

        assertThat(measured).containsExactly("waited PT9.75S", "DONE took PT4S");
    }
}
