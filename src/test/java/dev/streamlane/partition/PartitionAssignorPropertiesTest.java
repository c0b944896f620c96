package dev.streamlane.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What must hold of every target, over seeded random histories in which consumers join, leave and die and the topic
 * grows. A failure names its seed: pass it to {@link #history} to see it again.
 */
class PartitionAssignorPropertiesTest {
    private static final int HISTORIES_PER_SEED = 50;
    private static final int STEPS = 20;
    private static final int MAX_CONSUMERS = 9;
    private static final int MAX_PARTITIONS = 40;

    private final PartitionAssignor assignor = new PartitionAssignor();

    /** What the group knew when it had to agree on a target. */
    private record Moment(String topic, int partitions, Set<String> consumers, Assignment before) {}

    private interface Property {
        void check(Moment moment, Assignment target, Supplier<String> trace);
    }

    static LongStream seeds() {
        return LongStream.range(0, 25).map(i -> i * 7919 + 1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPartitionHasExactlyOneConsumerAndNobodyIsLeftOut(long seed) {
        check(seed, (moment, target, trace) -> {
            assertThat(target.shares().keySet()).as(trace).isEqualTo(moment.consumers);
            assertThat(target.fits(moment.consumers, moment.partitions))
                    .as(trace)
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sharesDifferByAtMostOne(long seed) {
        check(seed, (moment, target, trace) -> {
            List<Integer> sizes =
                    target.shares().values().stream().map(List::size).toList();
            assertThat(Collections.max(sizes) - Collections.min(sizes))
                    .as(trace)
                    .isBetween(0, 1);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void G4_noBalancedTargetMovesFewerPartitions(long seed) {
        check(seed, (moment, target, trace) -> assertThat(kept(moment, target))
                .as(trace)
                .isEqualTo(mostThatCanBeKept(moment)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMemberComputesTheSameTargetWhateverOrderItSeesTheOthersIn(long seed) {
        Random order = new Random(seed);
        check(seed, (moment, target, trace) -> {
            List<String> shuffled = new ArrayList<>(moment.consumers);
            Collections.shuffle(shuffled, order);
            assertThat(new PartitionAssignor().assign(moment.topic, moment.partitions, shuffled, moment.before))
                    .as(trace)
                    .isEqualTo(target);
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aTargetThatFitsIsKeptAsItIs(long seed) {
        check(seed, (moment, target, trace) -> assertThat(
                        assignor.assign(moment.topic, moment.partitions, moment.consumers, target))
                .as(trace)
                .isEqualTo(target));
    }

    private void check(long seed, Property property) {
        Random random = new Random(seed);
        for (int i = 0; i < HISTORIES_PER_SEED; i++) {
            history(seed, random.nextLong(), property);
        }
    }

    private void history(long seed, long historySeed, Property property) {
        Random random = new Random(historySeed);
        String topic = "topic-" + random.nextInt(1000);
        Set<String> consumers = new TreeSet<>(Set.of("c0"));
        int partitions = 1 + random.nextInt(8);
        Assignment target = Assignment.NONE;
        for (int step = 0; step < STEPS; step++) {
            for (int change = random.nextInt(3); change >= 0; change--) {
                partitions = changeMembership(random, consumers) ? partitions : grow(random, partitions);
            }
            Assignment before = random.nextInt(20) == 0 ? arbitrary(random) : target;
            Moment moment = new Moment(topic, partitions, new TreeSet<>(consumers), before);
            Assignment next = assignor.assign(topic, partitions, consumers, before);
            String place = "seed " + seed + ", history " + historySeed + ", step " + step;
            property.check(moment, next, () -> place + ": " + moment + " -> " + next.shares());
            target = next;
        }
    }

    private static boolean changeMembership(Random random, Set<String> consumers) {
        int kind = random.nextInt(5);
        if (kind <= 1 && consumers.size() < MAX_CONSUMERS) {
            consumers.add("c" + random.nextInt(30));
        } else if (kind <= 3 && consumers.size() > 1) {
            consumers.remove(List.copyOf(consumers).get(random.nextInt(consumers.size())));
        } else {
            return false;
        }
        return true;
    }

    private static int grow(Random random, int partitions) {
        return Math.min(MAX_PARTITIONS, partitions + random.nextInt(4));
    }

    /** What might stand in Redis after a mishap: strangers, and partitions that do not exist, in any proportion. */
    private static Assignment arbitrary(Random random) {
        TreeMap<String, List<Integer>> shares = new TreeMap<>();
        for (int partition = -2; partition < MAX_PARTITIONS + 5; partition++) {
            int owner = random.nextInt(60);
            if (owner < 30) {
                shares.computeIfAbsent("c" + owner / 5, consumer -> new ArrayList<>())
                        .add(partition);
            }
        }
        return new Assignment(shares);
    }

    private static long kept(Moment moment, Assignment target) {
        return held(moment).entrySet().stream()
                .mapToLong(share -> share.getValue().stream()
                        .filter(target.of(share.getKey())::contains)
                        .count())
                .sum();
    }

    /** Tries every balanced way of saying who gets one partition more than the others. */
    private static long mostThatCanBeKept(Moment moment) {
        List<Set<Integer>> held = List.copyOf(held(moment).values());
        int owed = moment.partitions / held.size();
        int larger = moment.partitions % held.size();
        long most = 0;
        for (int choice = 0; choice < 1 << held.size(); choice++) {
            if (Integer.bitCount(choice) == larger) {
                long kept = 0;
                for (int i = 0; i < held.size(); i++) {
                    kept += Math.min(held.get(i).size(), owed + (choice >> i & 1));
                }
                most = Math.max(most, kept);
            }
        }
        return most;
    }

    /** What counts as held: existing partitions of live consumers. */
    private static Map<String, Set<Integer>> held(Moment moment) {
        Map<String, Set<Integer>> held = new TreeMap<>();
        for (String consumer : moment.consumers) {
            Set<Integer> existing = new TreeSet<>(moment.before.of(consumer));
            existing.removeIf(partition -> partition < 0 || partition >= moment.partitions);
            held.put(consumer, existing);
        }
        return held;
    }
}
