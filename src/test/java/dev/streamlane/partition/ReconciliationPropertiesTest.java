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
 * What must hold of every plan while several consumers follow a target that keeps changing, each at its own pace, and a
 * lease has one holder at a time.
 */
class ReconciliationPropertiesTest {
    private static final int HISTORIES_PER_SEED = 40;
    private static final int STEPS = 60;

    static LongStream seeds() {
        return LongStream.range(0, 25).map(i -> i * 104_729 + 3);
    }

    private interface Property {
        void check(Member member, List<Integer> target, Reconciliation plan, Supplier<String> trace);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsRevokedAndAcquiredAtOnce(long seed) {
        run(seed, (member, target, plan, trace) -> {
            assertThat(Collections.disjoint(plan.revoke(), plan.acquire()))
                    .as(trace)
                    .isTrue();
            assertThat(Collections.disjoint(plan.acquire(), member.owned))
                    .as(trace)
                    .isTrue();
            assertThat(Collections.disjoint(plan.revoke(), member.revoking))
                    .as(trace)
                    .isTrue();
            assertThat(member.owned.containsAll(plan.revoke())).as(trace).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void G4_partitionsThatStayAreNeverInThePlan(long seed) {
        run(seed, (member, target, plan, trace) -> {
            Set<Integer> staying = new TreeSet<>(member.owned);
            staying.retainAll(target);
            assertThat(Collections.disjoint(plan.revoke(), staying)).as(trace).isTrue();
            assertThat(Collections.disjoint(plan.acquire(), staying)).as(trace).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPartitionEndsWithItsConsumerOnceTheTargetStands(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < HISTORIES_PER_SEED; i++) {
            long historySeed = random.nextLong();
            Group group = new Group(new Random(historySeed));
            for (int step = 0; step < STEPS; step++) {
                group.retarget();
                group.step((member, target, plan, trace) -> {}, "");
            }
            group.settle();
            group.members.forEach((name, member) -> assertThat(member.owned)
                    .as("seed %d, history %d, %s", seed, historySeed, name)
                    .containsExactlyElementsOf(group.target.of(name)));
        }
    }

    private static void run(long seed, Property property) {
        Random random = new Random(seed);
        for (int i = 0; i < HISTORIES_PER_SEED; i++) {
            long historySeed = random.nextLong();
            Group group = new Group(new Random(historySeed));
            for (int step = 0; step < STEPS; step++) {
                if (group.random.nextInt(4) == 0) {
                    group.retarget();
                }
                group.step(property, "seed " + seed + ", history " + historySeed + ", step " + step);
            }
        }
    }

    private static final class Member {
        private final Set<Integer> owned = new TreeSet<>();
        private final Set<Integer> revoking = new TreeSet<>();
    }

    private static final class Group {
        private final Random random;
        private final PartitionAssignor assignor = new PartitionAssignor();
        private final Map<String, Member> members = new TreeMap<>();
        private final Map<Integer, String> leases = new TreeMap<>();
        private Assignment target = Assignment.NONE;
        private int partitions = 1;

        Group(Random random) {
            this.random = random;
            for (int i = random.nextInt(5); i >= 0; i--) {
                members.put("c" + i, new Member());
            }
        }

        /** The topic grows, or other members are live than before. */
        void retarget() {
            partitions = Math.min(12, partitions + random.nextInt(3));
            List<String> live = new ArrayList<>(members.keySet());
            live.removeIf(consumer -> random.nextInt(3) == 0);
            target = assignor.assign("topic", partitions, live.isEmpty() ? members.keySet() : live, target);
        }

        /** One member beats, or one of its partitions has drained. */
        void step(Property property, String trace) {
            List<String> names = List.copyOf(members.keySet());
            String name = names.get(random.nextInt(names.size()));
            Member member = members.get(name);
            if (!member.revoking.isEmpty() && random.nextBoolean()) {
                release(name, member, member.revoking.iterator().next());
            } else {
                beat(name, member, property, trace);
            }
        }

        void settle() {
            for (int round = 0; round < 3; round++) {
                members.forEach((name, member) -> beat(name, member, (m, t, plan, trace) -> {}, ""));
                members.forEach((name, member) ->
                        List.copyOf(member.revoking).forEach(partition -> release(name, member, partition)));
            }
        }

        private void beat(String name, Member member, Property property, String trace) {
            Reconciliation plan = Reconciliation.of(target.of(name), member.owned, member.revoking);
            property.check(member, target.of(name), plan, () -> "%s: %s of %s with %s (leaving %s) plans %s"
                    .formatted(trace, name, target.shares(), member.owned, member.revoking, plan));
            member.revoking.addAll(plan.revoke());
            for (int partition : plan.acquire()) {
                if (leases.putIfAbsent(partition, name) == null) {
                    member.owned.add(partition);
                }
            }
        }

        private void release(String name, Member member, int partition) {
            assertThat(leases.remove(partition)).isEqualTo(name);
            member.revoking.remove(partition);
            member.owned.remove(partition);
        }
    }
}
