package dev.streamlane.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionerTest {
    /** Computed by Python, as redisaq does: {@code int(hashlib.md5(key.encode()).hexdigest(), 16) % partitions}. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a,                      1, 1, 1, 0, 1,  1, 497,  609",
                "user-1,                 0, 1, 0, 5, 4,  4, 820,  260",
                "user-42,                1, 0, 3, 3, 3,  3,  35,  579",
                "order:17,               1, 0, 1, 5, 1,  1, 593,  545",
                "42,                     0, 1, 2, 0, 6,  6, 174,  166",
                "0,                      0, 1, 2, 0, 2, 10, 850,  218",
                "-7,                     1, 1, 1, 0, 5,  5, 909,  981",
                "18446744073709551616,   0, 0, 2, 3, 2, 10, 626,  314",
                "Zürich,                 1, 2, 1, 3, 1,  1, 705,  849",
                "日本語,                  0, 2, 0, 0, 4, 12, 684, 1004",
                "😀,                     0, 2, 2, 0, 6,  6,  62,  950",
                "key with spaces,        1, 1, 3, 2, 7,  7, 903,  247",
                "send_email,             0, 1, 2, 0, 6, 14, 718, 1022"
            })
    void putsAKeyWhereRedisaqPutsIt(
            String key, int of2, int of3, int of4, int of7, int of8, int of16, int of1000, int of1024) {
        List<Integer> places = List.of(2, 3, 4, 7, 8, 16, 1000, 1024).stream()
                .map(partitions -> Partitioner.ofKey(key, partitions))
                .toList();

        assertThat(places).containsExactly(of2, of3, of4, of7, of8, of16, of1000, of1024);
    }

    @Test
    void putsALongKeyWhereRedisaqPutsIt() {
        assertThat(Partitioner.ofKey("x".repeat(200), 7)).isEqualTo(5);
        assertThat(Partitioner.ofKey("x".repeat(200), 1000)).isEqualTo(784);
    }

    @Test
    void hasOnlyOnePlaceInASinglePartition() {
        assertThat(Partitioner.ofKey("user-1", 1)).isZero();
        assertThat(new Partitioner().next(1)).isZero();
    }

    @Test
    void spreadsKeysEvenly() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        int[] counts = new int[8];

        for (int i = 0; i < 8000; i++) {
            counts[Partitioner.ofKey("key-" + random.nextLong(), 8)]++;
        }

        assertThat(counts).as("seed %d", seed).doesNotContain(0);
        for (int count : counts) {
            assertThat(count).as("seed %d", seed).isBetween(800, 1200);
        }
    }

    @Test
    void takesPartitionsInTurnWithoutAKey() {
        Partitioner partitioner = new Partitioner();

        List<Integer> turns =
                IntStream.range(0, 7).map(i -> partitioner.next(3)).boxed().toList();

        assertThat(turns).containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void usesNewPartitionsAsSoonAsTheTopicHasGrown() {
        Partitioner partitioner = new Partitioner();
        partitioner.next(2);
        partitioner.next(2);

        List<Integer> turns =
                IntStream.range(0, 4).map(i -> partitioner.next(4)).boxed().toList();

        assertThat(turns).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void sharesTurnsEvenlyAmongThreads() {
        Partitioner partitioner = new Partitioner();
        List<CompletableFuture<int[]>> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(CompletableFuture.supplyAsync(() -> {
                int[] counts = new int[5];
                for (int i = 0; i < 10_000; i++) {
                    counts[partitioner.next(5)]++;
                }
                return counts;
            }));
        }

        int[] total = new int[5];
        for (CompletableFuture<int[]> thread : threads) {
            int[] counts = thread.join();
            for (int p = 0; p < 5; p++) {
                total[p] += counts[p];
            }
        }

        assertThat(total).containsOnly(8000);
    }
}
