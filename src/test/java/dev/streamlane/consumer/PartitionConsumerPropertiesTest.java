package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Pause;
import dev.streamlane.job.Job;
import dev.streamlane.partition.Lease;
import dev.streamlane.testing.ManualLoop;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One partition through a random life: jobs of all outcomes, answers that are late or lost, Redis away, owners that hand
 * over, lose their lease or die. At the end every entry is acknowledged or dead, and no slot and no place in the gate is
 * missing. A failure names its seed.
 */
class PartitionConsumerPropertiesTest {
    private static final int HISTORIES_PER_SEED = 20;
    private static final int OPERATIONS = 150;
    private static final int SLOTS = 3;
    private static final int READ_BATCH = 8;
    private static final int MAX_ATTEMPTS = 3;

    static LongStream seeds() {
        return LongStream.range(0, 40).map(i -> i * 32_452_843 + 5);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_G3_G8_losesNoEntryNoOrderNoSlotAndNeverReadsTooMuch(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < HISTORIES_PER_SEED; i++) {
            long historySeed = random.nextLong();
            String place = "seed " + seed + ", history " + historySeed + ", operation ";
            History history = new History(new Random(historySeed));
            for (int operation = 0; operation < OPERATIONS; operation++) {
                history.operate(place + operation);
            }
            history.finish(place + "end");
        }
    }

    private static final class History {
        private final Random random;
        private final Contexts contexts = new Contexts();
        private final ManualLoop loop = new ManualLoop();
        private final FakeInvoker processor;
        private final GroupContext context;
        private final Map<String, String> keys = new HashMap<>();
        private final List<String> added = new ArrayList<>();
        private final Set<String> completed = new HashSet<>();
        private final Set<FakeInvoker.Call> orphans = new HashSet<>();
        private FakeLog log = new FakeLog(loop);
        private PartitionConsumer consumer;
        private int startsSeen;

        History(Random random) {
            this.random = random;
            contexts.maxConcurrency = SLOTS;
            contexts.readBatch = READ_BATCH;
            contexts.maxParked = 6;
            processor = new FakeInvoker(random.nextInt(3) == 0 ? 3 : 1);
            context = contexts.on(loop, processor);
            begin();
        }

        void operate(String place) {
            switch (random.nextInt(16)) {
                case 0, 1, 2 -> add();
                case 3, 4 -> loop.advance(Duration.ofMillis(random.nextInt(700)));
                case 5, 6, 7, 8 -> endSome();
                case 9 -> log.answersToLose = random.nextInt(3);
                case 10 -> log.down = random.nextInt(3) == 0;
                case 11 -> log.burialsDown = random.nextBoolean();
                case 12 -> log.holdAnswers = random.nextBoolean();
                case 13 -> renew();
                case 14 -> endOrphans();
                default -> {
                    if (random.nextInt(6) == 0) {
                        changeOwner();
                    }
                }
            }
            if (!log.holdAnswers) {
                log.answerAll();
            }
            loop.run();
            check(place);
        }

        /** Without further faults everything comes to its end. */
        void finish(String place) {
            log.answersToLose = 0;
            log.down = false;
            log.burialsDown = false;
            log.answerAll();
            endOrphans();
            for (int i = 0; i < 500 && !(log.stream.isEmpty() && log.pending.isEmpty()); i++) {
                if (consumer.lost()) {
                    succeed(false);
                }
                renew();
                loop.advance(Duration.ofMillis(500));
                check(place);
                List.copyOf(processor.running()).forEach(this::complete);
                loop.run();
            }
            loop.advance(Duration.ofSeconds(1));

            Set<String> settled = new HashSet<>(log.acked);
            log.dead.forEach(letter -> settled.add(letter.entryId()));
            assertThat(settled).as(place).containsExactlyInAnyOrderElementsOf(added);
            assertThat(processor.running()).as(place).isEmpty();
            assertThat(context.slots().free()).as("%s: slots", place).isEqualTo(SLOTS);
            assertThat(context.gate().awaited()).as("%s: gate", place).isFalse();
            renew();
            assertThat(context.gate().enterAlone("a stranger"))
                    .as("%s: gate", place)
                    .isTrue();
        }

        private void begin() {
            TopicSettings topic = new TopicSettings(1, 0, Overflow.REJECT, Ordering.KEY, MAX_ATTEMPTS, 0);
            FakeLog mine = log;
            PartitionConsumer[] self = new PartitionConsumer[1];
            self[0] =
                    new PartitionConsumer(context, mine, lease(), mine.lastDelivered(), topic, new PartitionListener() {
                        @Override
                        public void lost() {}

                        @Override
                        public void freed() {
                            loop.execute(() -> {
                                context.slots().shared(1);
                                self[0].pump();
                            });
                        }

                        @Override
                        public void starting(PartitionConsumer starting) {}

                        @Override
                        public void closed(PartitionConsumer closed) {}
                    });
            consumer = self[0];
            loop.execute(consumer::begin);
            loop.run();
        }

        private void add() {
            String id = added.size() + 1 + "-0";
            String key = random.nextInt(3) == 0 ? null : "k" + random.nextInt(3);
            keys.put(id, key);
            added.add(id);
            boolean undecodable = random.nextInt(12) == 0;
            log.add(Entries.entry(id, key, undecodable ? "nonsense" : "{}"));
        }

        private void endSome() {
            List<FakeInvoker.Call> running = processor.running();
            if (!running.isEmpty()) {
                FakeInvoker.Call call = running.get(random.nextInt(running.size()));
                switch (random.nextInt(8)) {
                    case 0, 1 -> call.fail("bad day");
                    case 2 -> call.discard("never");
                    default -> complete(call);
                }
                loop.run();
            }
        }

        private void complete(FakeInvoker.Call call) {
            call.jobs.forEach(job -> completed.add(job.entryId()));
            call.done();
        }

        private void endOrphans() {
            orphans.forEach(call -> {
                if (processor.running().contains(call)) {
                    call.fail("interrupted");
                }
            });
            orphans.clear();
            loop.run();
        }

        private void changeOwner() {
            switch (random.nextInt(3)) {
                case 0 -> {
                    boolean[] drained = new boolean[1];
                    consumer.drain().thenRun(() -> drained[0] = true);
                    log.answerAll();
                    log.down = false;
                    for (int i = 0; i < 60 && !drained[0]; i++) {
                        renew();
                        endSome();
                        loop.advance(Duration.ofMillis(500));
                    }
                    assertThat(drained[0]).isTrue();
                    succeed(false);
                }
                case 1 -> {
                    consumer.abandon();
                    loop.run();
                    succeed(false);
                }
                default -> {
                    log.lost = true;
                    consumer.abandon();
                    loop.run();
                    succeed(true);
                }
            }
        }

        /** What still runs of the owner before is its own affair: it may overlap, and its end changes nothing. */
        private void succeed(boolean crashed) {
            log.lost = true;
            log.answerAll();
            loop.run();
            orphans.addAll(processor.running());
            log = log.successor(crashed);
            begin();
        }

        private void renew() {
            consumer.renewed(
                    lease(), new Renewal(Renewal.Status.RENEWED, log.pending.size(), 0, 0, Duration.ZERO, Pause.NEVER));
            loop.run();
        }

        private Lease lease() {
            return new Lease(0, 77, loop.nanos() + Duration.ofMinutes(1).toNanos());
        }

        private void check(String place) {
            List<Job<Object>> starts =
                    processor.calls.stream().flatMap(call -> call.jobs.stream()).toList();
            for (Job<Object> job : starts.subList(startsSeen, starts.size())) {
                assertThat(unfinishedBefore(job))
                        .as("%s: before %s of %s", place, job.entryId(), job.key())
                        .isEmpty();
            }
            startsSeen = starts.size();
            Set<String> running = new HashSet<>();
            for (FakeInvoker.Call call : processor.running()) {
                for (Job<Object> job : call.jobs) {
                    boolean first = orphans.contains(call) || job.key() == null || running.add(job.key());
                    assertThat(first)
                            .as("%s: one of %s at a time", place, job.key())
                            .isTrue();
                }
            }
            assertThat(context.slots().free()).as("%s: slots", place).isBetween(0, SLOTS);
            assertThat(log.steps).as(place).allMatch(step -> step.read() <= READ_BATCH);
        }

        /** Earlier entries of the job's key that are neither completed nor dead. */
        private List<String> unfinishedBefore(Job<Object> job) {
            if (job.key() == null) {
                return List.of();
            }
            Set<String> dead = new HashSet<>();
            log.dead.forEach(letter -> dead.add(letter.entryId()));
            return added.subList(0, added.indexOf(job.entryId())).stream()
                    .filter(id -> job.key().equals(keys.get(id)))
                    .filter(id -> !completed.contains(id) && !dead.contains(id))
                    .toList();
        }
    }
}
