package dev.streamlane.redis;

import static dev.streamlane.redis.RedisLoadBalancerStore.INPUT;
import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.assignment;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancerScene;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Entries of all sizes, near to each other and far apart. */
class EntryReaderTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final int LIMIT = 1 << 20;
    private static final String LARGE = "x".repeat(LIMIT * 2 / 3);
    private static final int MANY = 20;

    private final RedisLoadBalancerStore store = new RedisLoadBalancerStore(REDIS);
    private final LoadBalancerScene scene = new LoadBalancerScene(store);
    private LoadBalancer ann;

    @BeforeEach
    void join() {
        ann = scene.join(ANN);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void g8_aCallEndsWhereFieldsThatNobodyWantsAreLarge() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ids.add(REDIS.text("XADD", INPUT, "*", "other", LARGE, "lbs-input", assignment("s" + i)));
        }

        assertThat(readByOneCall(ids)).isEqualTo(2);
        assertThat(get(ann.read(ids)).get(MANY - 1).assignment()).isEqualTo(assignment("s" + (MANY - 1)));
    }

    @Test
    void g8_aCallEndsWhereNeighboursThatNobodyWantsAreLarge() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ids.addAll(scene.add("s" + i));
            REDIS.run("XADD", INPUT, "*", "other", LARGE);
        }

        assertThat(readByOneCall(ids)).isLessThan(10);
        assertThat(get(ann.read(ids)).get(MANY - 1).assignment()).isEqualTo(assignment("s" + (MANY - 1)));
    }

    @Test
    void whateverIsAskedForIsReadHoweverItLies() {
        long seed = 20251130;
        Random random = new Random(seed);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.addAll(scene.add("s" + i));
        }
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            if (random.nextInt(100) < (i < 150 ? 90 : 10)) {
                wanted.add(all.get(i));
            }
        }
        Collections.swap(wanted, 3, wanted.size() - 3);
        String gone = wanted.get(10);
        store.remove(gone);

        List<Entry> read = get(ann.read(wanted));

        assertThat(read).as("seed " + seed).extracting(Entry::id).isEqualTo(wanted);
        assertThat(read).as("seed " + seed).allSatisfy(entry -> assertThat(entry.assignment())
                .isEqualTo(entry.id().equals(gone) ? null : assignment("s" + all.indexOf(entry.id()))));
    }

    /** How many of these one call reads. */
    private static int readByOneCall(List<String> ids) {
        List<String> args = new ArrayList<>(List.of("65536", String.valueOf(LIMIT)));
        args.addAll(ids);
        ScriptCall call = new ScriptCall(Script.STREAM_READ, List.of(INPUT), args);
        return get(REDIS.lanes().consumption().call(call)).size() / 2;
    }
}
