package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.topic.Ordering;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random operations on a queue, compared with a model that knows the rules but is neither quick nor sparing. */
class PartitionQueuePropertiesTest {
    private static final int HISTORIES_PER_SEED = 30;
    private static final int OPERATIONS = 300;
    private static final int BYTES = 400;

    static LongStream seeds() {
        return LongStream.range(0, 30).map(i -> i * 15_485_863 + 11);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G3_neverBreaksTheOrderAndNeverForgetsAnEntry(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < HISTORIES_PER_SEED; i++) {
            for (Ordering ordering : Ordering.values()) {
                long historySeed = random.nextLong();
                History history = new History(ordering, new Random(historySeed));
                String place = "seed " + seed + ", history " + historySeed + ", " + ordering + ", operation ";
                for (int operation = 0; operation < OPERATIONS; operation++) {
                    history.operate(place + operation);
                }
                history.finish(place + "end");
            }
        }
    }

    private enum State {
        WAITING,
        DELAYED,
        TAKEN
    }

    private static final class Known {
        private final Held held;
        private final String lane;
        private State state;
        private long due;

        Known(Held held, String lane, State state) {
            this.held = held;
            this.lane = lane;
            this.state = state;
        }
    }

    private static final class History {
        private final Random random;
        private final Ordering ordering;
        private final PartitionQueue queue;
        private final Map<String, Known> unsettled = new LinkedHashMap<>();
        private int ids;
        private long now = Long.MAX_VALUE - 500;

        History(Ordering ordering, Random random) {
            this.ordering = ordering;
            this.random = random;
            this.queue = new PartitionQueue(ordering, BYTES);
        }

        void operate(String place) {
            switch (random.nextInt(9)) {
                case 0, 1 -> offer();
                case 2 -> offerDelayed();
                case 3, 4 -> take(1 + random.nextInt(5), place);
                case 5 -> putBackWhatIsTaken(place);
                case 6 -> settleOne();
                case 7 -> retryOne();
                default -> pass(random.nextInt(40));
            }
            check(place);
        }

        /** Everything comes out in the end, and then nothing is left. */
        void finish(String place) {
            for (int i = 0; !unsettled.isEmpty() && i < 10_000; i++) {
                pass(50);
                take(10, place);
                while (settleOne()) {
                    check(place);
                }
            }
            assertThat(unsettled).as(place).isEmpty();
            assertThat(List.of(queue.ready(), queue.parked(), queue.delayed()))
                    .as(place)
                    .containsOnly(0);
            assertThat(queue.bytes()).as(place).isZero();
        }

        private Known enter(State state) {
            String key = random.nextInt(3) == 0 ? null : "k" + random.nextInt(4);
            String id = ++ids + "-0";
            boolean suspect = random.nextInt(15) == 0;
            Held held = new Held(Entries.entry(id, key, "x".repeat(random.nextInt(60))), key, suspect ? 4 : 0, suspect);
            String lane =
                    switch (ordering) {
                        case KEY -> key;
                        case PARTITION -> "whole";
                        case NONE -> null;
                    };
            Known known = new Known(held, lane, state);
            unsettled.put(id, known);
            return known;
        }

        private void offer() {
            queue.offer(enter(State.WAITING).held);
        }

        private void offerDelayed() {
            Known known = enter(State.DELAYED);
            known.due = now + random.nextInt(60);
            boolean follows = head(known.lane) != null && head(known.lane) != known;
            known.state = follows ? State.WAITING : State.DELAYED;
            queue.offerDelayed(known.held, known.due);
        }

        private void take(int max, String place) {
            List<Held> taken = queue.take(max);
            assertThat(taken.size()).as(place).isLessThanOrEqualTo(max);
            if (taken.size() > 1) {
                assertThat(taken).as(place).noneMatch(Held::suspect);
            }
            for (Held held : taken) {
                Known known = unsettled.get(held.id());
                assertThat(known.state).as("%s: %s", place, held.id()).isEqualTo(State.WAITING);
                assertThat(known.lane == null || head(known.lane) == known)
                        .as("%s: %s is the first of its lane", place, held.id())
                        .isTrue();
                known.state = State.TAKEN;
            }
        }

        private void putBackWhatIsTaken(String place) {
            List<Held> taken = queue.take(1 + random.nextInt(4));
            List<String> before = taken.stream().map(Held::id).toList();
            queue.putBack(taken);
            List<Held> again = queue.take(Math.max(1, taken.size()));
            assertThat(again).as(place).extracting(Held::id).containsExactlyElementsOf(before);
            queue.putBack(again);
        }

        private boolean settleOne() {
            Known known = anyTaken();
            if (known == null) {
                return false;
            }
            unsettled.remove(known.held.id());
            queue.settled(known.held);
            return true;
        }

        private void retryOne() {
            Known known = anyTaken();
            if (known != null) {
                known.state = State.DELAYED;
                known.due = now + random.nextInt(60);
                known.held.useAttempt();
                queue.retry(known.held, known.due);
            }
        }

        private void pass(int time) {
            now += time;
            queue.release(now);
            for (Known known : unsettled.values()) {
                if (known.state == State.DELAYED && known.due - now <= 0) {
                    known.state = State.WAITING;
                }
            }
        }

        private Known anyTaken() {
            List<Known> taken = unsettled.values().stream()
                    .filter(known -> known.state == State.TAKEN)
                    .toList();
            return taken.isEmpty() ? null : taken.get(random.nextInt(taken.size()));
        }

        private Known head(String lane) {
            return lane == null
                    ? null
                    : unsettled.values().stream()
                            .filter(known -> lane.equals(known.lane))
                            .findFirst()
                            .orElse(null);
        }

        private void check(String place) {
            long bytes = 0;
            int ready = 0;
            int parked = 0;
            int delayed = 0;
            long nextDue = Long.MAX_VALUE;
            Set<String> lanes = new LinkedHashSet<>();
            for (Known known : unsettled.values()) {
                boolean first = known.lane == null || lanes.add(known.lane);
                ready += known.state == State.WAITING && first ? 1 : 0;
                parked += known.state == State.WAITING && !first ? 1 : 0;
                delayed += known.state == State.DELAYED ? 1 : 0;
                bytes += known.state == State.TAKEN ? 0 : known.held.bodySize();
                nextDue = known.state == State.DELAYED ? Math.min(nextDue, known.due - now) : nextDue;
            }
            assertThat(List.of(queue.ready(), queue.parked(), queue.delayed()))
                    .as("%s: ready, parked, delayed", place)
                    .containsExactly(ready, parked, delayed);
            assertThat(queue.bytes()).as("%s: bytes", place).isEqualTo(bytes);
            assertThat(queue.untilDue(now)).as("%s: until due", place).isEqualTo(nextDue);
        }
    }
}
