package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.PartitionHost.PartitionRun;
import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.Lease;
import dev.streamlane.testing.ManualLoop;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupConsumerTest {
    private static final TopicSettings TOPIC = new TopicSettings(8, 0, Overflow.REJECT, Ordering.KEY, 5, 0);

    private final Contexts contexts = new Contexts();
    private final ManualLoop loop = new ManualLoop();
    private final Map<Integer, FakeLog> logs = new TreeMap<>();
    private final Map<Integer, PartitionRun> runs = new TreeMap<>();
    private final List<Integer> lost = new ArrayList<>();
    private FakeInvoker processor = new FakeInvoker(1);
    private GroupContext context;
    private GroupConsumer group;

    @Test
    void consumesEachPartitionThatItIsGiven() {
        open(10, 0, 1);
        log(0).add(entry("1-0", null));
        log(1).add(entry("2-0", null));
        loop.run();

        assertThat(processor.started()).containsExactly("1-0", "2-0");
    }

    @Test
    void letsEveryPartitionHaveItsShareOfScarceSlotsWhenJobsEndOneByOne() {
        open(2, 0, 1, 2);
        fill(60);
        Map<Integer, Integer> ended = new TreeMap<>();

        for (int i = 0; i < 60; i++) {
            end(processor.running().get(0), ended);
            loop.run();
            renewAll();
        }

        assertThat(ended.values()).allSatisfy(count -> assertThat(count).isBetween(15, 25));
    }

    @Test
    void letsEveryPartitionHaveItsShareOfScarceSlotsWhenJobsEndInBursts() {
        open(4, 0, 1, 2);
        fill(100);
        Map<Integer, Integer> ended = new TreeMap<>();

        for (int i = 0; i < 15; i++) {
            List.copyOf(processor.running()).forEach(call -> end(call, ended));
            loop.run();
            renewAll();
        }

        assertThat(ended).containsOnlyKeys(0, 1, 2);
        assertThat(ended.values()).allSatisfy(count -> assertThat(count).isBetween(12, 28));
    }

    @Test
    void G4_aSlotThatAStepDidNotUseGoesToAnotherPartitionAtOnce() {
        open(1, 0, 1);
        log(0).holdAnswers = true;
        log(0).add(entry("1-0", null));
        loop.run();
        log(0).answer();
        assertThat(context.slots().free()).isZero();
        log(1).add(entry("2-0", null));
        loop.run();
        assertThat(processor.started()).isEmpty();

        log(0).loseHeldAnswer();

        assertThat(processor.started()).containsExactly("2-0");
    }

    @Test
    void G4_aSlotOfAnAbandonedPartitionGoesToAnotherOneAtOnce() {
        open(1, 0, 1);
        log(0).holdAnswers = true;
        log(0).add(entry("1-0", null));
        loop.run();
        log(0).answer();
        log(1).add(entry("2-0", null));
        loop.run();
        runs.get(0).abandon();
        loop.run();
        assertThat(processor.started()).isEmpty();

        log(0).answerAll();

        assertThat(processor.started()).containsExactly("2-0");
    }

    @Test
    void G4_aSlotOfAJobWhoseBodyIsGoneGoesToAnotherPartitionAtOnce() {
        processor = new FakeInvoker(1);
        open(1, 1);
        FakeLog first = new FakeLog(loop);
        first.leavePending(entry("1-0", null), 1, false, Duration.ZERO);
        open(0, first);
        first.pending.clear();
        log(1).add(entry("5-0", null));
        log(1).add(entry("6-0", null));
        loop.advance(Duration.ofSeconds(1));
        assertThat(processor.started()).containsExactly("5-0");
        first.holdAnswers = true;
        processor.call("5-0").done();
        loop.run();

        first.answerAll();

        assertThat(processor.started()).containsExactly("5-0", "6-0");
    }

    @Test
    void aSlotThatAnInterruptedJobHeldUntilItReturnedGoesToAnotherPartition() {
        open(1, 0, 1);
        log(0).add(entry("1-0", null));
        loop.run();
        log(1).add(entry("2-0", null));
        loop.run();
        runs.get(0).abandon();
        loop.run();
        assertThat(processor.started()).containsExactly("1-0");

        processor.call("1-0").fail("interrupted");
        loop.run();

        assertThat(processor.started()).containsExactly("1-0", "2-0");
    }

    @Test
    void whatEndsWhileStartsAreBeingRecordedIsToldWithTheNextStarts() {
        contexts.readBatch = 100;
        open(64, 0, 1);
        fill(200);
        end(64);
        logs.values().forEach(log -> log.holdAnswers = true);
        int before = steps().size();
        end(40);
        assertThat(steps()).hasSize(before + 1);
        List<String> started = processor.started();

        end(8);
        assertThat(steps()).hasSize(before + 1);
        logs.values().forEach(FakeLog::answer);
        loop.run();

        List<Step> later = steps();
        assertThat(later).hasSize(before + 2);
        assertThat(later).anySatisfy(step -> {
            assertThat(step.acked()).isNotEmpty();
            assertThat(step.running()).filteredOn(id -> !started.contains(id)).hasSize(16);
        });
    }

    @Test
    void aServerThatDoesNotAnswerKeepsOtherPartitionsWaitingNoLongerThanPatienceLasts() {
        contexts.readBatch = 100;
        open(64, 0, 1);
        fill(200);
        log(0).holdAnswers = true;
        end(64);
        end(8);
        int before = processor.started().size();
        end(8);
        assertThat(processor.started()).hasSize(before);

        loop.advance(Slots.PATIENCE);

        assertThat(processor.started()).hasSizeGreaterThan(before);
    }

    @Test
    void aPartitionTakesAllThatIsFreeAgainWhenTheOthersWantNothing() {
        contexts.readBatch = 100;
        open(64, 0, 1);
        fill(64);
        while (!processor.running().isEmpty()) {
            end(processor.running().size());
        }

        IntStream.range(0, 64).forEach(i -> log(0).add(entry(5_000 + i + "-0", null)));
        loop.run();

        assertThat(processor.running()).hasSize(64);
        assertThat(log(0).steps).last().satisfies(step -> assertThat(step.running())
                .hasSize(64));
    }

    @Test
    void G6_aSuspectRunsAloneAmongAllPartitionsAndThenAllGoOn() {
        open(10, 0);
        log(0).add(entry("1-0", null));
        loop.run();
        FakeLog other = new FakeLog(loop);
        other.leavePending(entry("7-0", null), 4, true, Duration.ofHours(1));
        open(1, other);
        log(0).add(entry("2-0", null));
        loop.run();
        assertThat(processor.started()).containsExactly("1-0");

        processor.call("1-0").done();
        loop.run();
        assertThat(processor.started()).containsExactly("1-0", "7-0");
        processor.call("7-0").done();
        loop.run();

        assertThat(processor.started()).containsExactly("1-0", "7-0", "2-0");
    }

    @Test
    void G6_aSuspectRunsAloneAmongAllGroupsOfTheProcess() {
        open(10, 0);
        log(0).add(entry("1-0", null));
        loop.run();
        ManualLoop otherLoop = new ManualLoop();
        FakeInvoker otherProcessor = new FakeInvoker(1);
        FakeLog otherLog = new FakeLog(otherLoop);
        otherLog.leavePending(entry("7-0", null), 4, true, Duration.ofHours(1));
        GroupConsumer otherGroup = new GroupConsumer(contexts.on(otherLoop, otherProcessor), lease -> otherLog);
        otherGroup.start(lease(0, otherLoop), "7-0", TOPIC, () -> {});
        otherLoop.run();
        loop.run();
        assertThat(otherProcessor.started()).isEmpty();

        processor.call("1-0").done();
        loop.run();
        otherLoop.run();

        assertThat(otherProcessor.started()).containsExactly("7-0");
    }

    @Test
    void tellsWhichPartitionLostItsLease() {
        open(10, 0, 1);
        log(1).lost = true;
        log(1).add(entry("1-0", null));
        loop.run();

        assertThat(lost).containsExactly(1);
        assertThat(runs.get(1).lost()).isTrue();
        assertThat(runs.get(0).lost()).isFalse();
    }

    @Test
    void consumesAPartitionAnewUnderALaterLease() {
        open(10, 0);
        runs.get(0).abandon();
        loop.run();
        FakeLog again = new FakeLog(loop);
        open(0, again);

        again.add(entry("1-0", null));
        loop.run();

        assertThat(processor.started()).containsExactly("1-0");
    }

    private void open(int slots, int... partitions) {
        contexts.maxConcurrency = slots;
        context = contexts.on(loop, processor);
        group = new GroupConsumer(context, lease -> logs.get(lease.partition()));
        for (int partition : partitions) {
            open(partition, new FakeLog(loop));
        }
    }

    private void open(int partition, FakeLog log) {
        logs.put(partition, log);
        runs.put(partition, group.start(lease(partition, loop), log.lastDelivered(), TOPIC, () -> lost.add(partition)));
        loop.run();
    }

    private FakeLog log(int partition) {
        return logs.get(partition);
    }

    private void fill(int each) {
        for (int i = 0; i < each; i++) {
            int number = i;
            logs.forEach((partition, log) -> log.add(entry(1 + number * 10 + partition + "-0", null)));
        }
        loop.run();
    }

    private void end(int count) {
        processor.running().subList(0, count).forEach(FakeInvoker.Call::done);
        loop.run();
    }

    private List<Step> steps() {
        return logs.values().stream().flatMap(log -> log.steps.stream()).toList();
    }

    private void renewAll() {
        runs.forEach((partition, run) -> run.renewed(lease(partition, loop), renewal()));
        loop.run();
    }

    private static Renewal renewal() {
        return new Renewal(Renewal.Status.RENEWED, 0, 0, 0, Duration.ZERO, Pause.NEVER);
    }

    private static void end(FakeInvoker.Call call, Map<Integer, Integer> ended) {
        ended.merge(call.job().partition(), 1, Integer::sum);
        call.done();
    }

    private static Lease lease(int partition, ManualLoop loop) {
        return new Lease(partition, 77, loop.nanos() + Duration.ofHours(1).toNanos());
    }
}
