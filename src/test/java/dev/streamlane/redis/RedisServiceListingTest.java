package dev.streamlane.redis;

import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.BOB;
import static dev.streamlane.streams.LoadBalancerScene.claim;
import static dev.streamlane.streams.LoadBalancerScene.granted;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancerScene;
import dev.streamlane.streams.ServiceListing;
import dev.streamlane.streams.ServiceListing.Note;
import dev.streamlane.streams.ServiceListing.Owner;
import dev.streamlane.streams.ServiceListing.Page;
import dev.streamlane.streams.ServiceListing.Row;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisServiceListingTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final int MAX_INFO = 1000;
    private static final String INPUT = RedisLoadBalancerStore.INPUT;
    private static final String GROUP = RedisLoadBalancerStore.GROUP;
    private static final String READER = "redis-consumer-reader";
    private static final String STATES = "{orders-input}:state";
    private static final String MAX_ID = "18446744073709551615-18446744073709551615";

    private final RedisLoadBalancerStore store = new RedisLoadBalancerStore(REDIS);
    private final LoadBalancerScene scene = new LoadBalancerScene(store);

    @Test
    void thereIsNoPageOfAServiceThatNobodyHasUsed() {
        assertThat(get(listing().page("orders", "0-0", 10))).isEmpty();
    }

    @Test
    void aServiceWhoseStreamsAreAllDoneIsStillKnown() {
        REDIS.run("XDEL", INPUT, add("x"));

        assertThat(page("0-0", 10)).isEqualTo(new Page(0, 0, 0, "0-0", List.of(), false));
    }

    @Test
    void withoutAGroupEverythingIsUnread() {
        String first = add("a");
        String second = add("ü😀");

        assertThat(page("0-0", 10))
                .isEqualTo(new Page(
                        2,
                        0,
                        0,
                        "0-0",
                        List.of(
                                new Row(new Entry(first, "a", 1), Optional.empty(), Optional.empty()),
                                new Row(new Entry(second, "ü😀", 6), Optional.empty(), Optional.empty())),
                        false));
    }

    @Test
    void anEntryThatWasReadIsItsReadersSinceThen() {
        String id = add("a");
        add("b");
        long before = REDIS.time();
        read(READER, 1);
        long after = REDIS.time();

        Page page = page("0-0", 10);

        assertThat(page.pending()).isEqualTo(1);
        assertThat(page.lastDelivered()).isEqualTo(id);
        Owner owner = page.rows().get(0).owner().orElseThrow();
        assertThat(owner.consumer()).isEqualTo(READER);
        assertThat(owner.since()).isBetween(Instant.ofEpochMilli(before - 1), Instant.ofEpochMilli(after + 1));
        assertThat(page.rows().get(1).owner()).isEmpty();
    }

    @Test
    void whatIsNobodysIsCountedByItself() {
        add("a");
        add("b");
        add("c");
        read(READER, 2);
        read("unowned", 1);

        Page page = page("0-0", 10);

        assertThat(page.length()).isEqualTo(3);
        assertThat(page.pending()).isEqualTo(3);
        assertThat(page.unowned()).isEqualTo(1);
        assertThat(page.rows())
                .extracting(row -> row.owner().orElseThrow().consumer())
                .containsExactly(READER, READER, "unowned");
    }

    @Test
    void aStreamIsShownWithWhatItsReplicaHasNoted() {
        LoadBalancer ann = scene.join(ANN);
        Hold first = scene.hold(ann, "a");
        get(ann.checkpoint(first, "1-2"));
        letGo(ann, first);
        LoadBalancer bob = scene.join(BOB);
        long before = REDIS.time();

        Hold hold = granted(claim(bob, first.entryId(), first.name(), LoadBalancer.NOBODY))
                .hold();

        Row row = page("0-0", 10).rows().get(0);
        assertThat(row.owner().orElseThrow().consumer()).isEqualTo(bob.me());
        Note note = row.note().orElseThrow();
        assertThat(note.heldSince().orElseThrow())
                .isBetween(Instant.ofEpochMilli(before), Instant.ofEpochMilli(REDIS.time()));
        assertThat(note)
                .isEqualTo(new Note(hold.epoch(), note.heldSince(), 1, Optional.of("1-2"), Optional.of(ann.me())));
    }

    @Test
    void whatAReplicaHasLetGoIsHeldByNone() {
        LoadBalancer ann = scene.join(ANN);
        Hold hold = scene.hold(ann, "a");
        letGo(ann, hold);

        Row row = page("0-0", 10).rows().get(0);

        assertThat(row.owner().orElseThrow().consumer()).isEqualTo(LoadBalancer.NOBODY);
        assertThat(row.note())
                .contains(new Note(hold.epoch(), Optional.empty(), 1, Optional.empty(), Optional.of(ann.me())));
    }

    @Test
    void aReplicaHasHadItsStreamSinceItClaimedItAlsoWhenItsIdleTimeBeganAnew() {
        LoadBalancer ann = scene.join(ANN);
        Hold hold = scene.hold(ann, "a");
        Note claimed = page("0-0", 10).rows().get(0).note().orElseThrow();
        store.advance(Duration.ofMillis(5));

        REDIS.run("XCLAIM", INPUT, GROUP, ann.me(), 0, hold.entryId(), "JUSTID");

        assertThat(page("0-0", 10).rows().get(0).note()).contains(claimed);
    }

    @Test
    void whatAForeignClientTookFromAReplicaIsNotShownAsTheReplicas() {
        LoadBalancer ann = scene.join(ANN);
        Hold first = scene.hold(ann, "a");
        letGo(ann, first);
        LoadBalancer bob = scene.join(BOB);
        Hold hold = granted(claim(bob, first.entryId(), first.name(), LoadBalancer.NOBODY))
                .hold();

        store.foreignClaim(READER, hold.entryId(), Duration.ZERO);

        Row row = page("0-0", 10).rows().get(0);
        assertThat(row.owner().orElseThrow().consumer()).isEqualTo(READER);
        assertThat(row.note())
                .contains(new Note(hold.epoch(), Optional.empty(), 1, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "7", "null", "[]", "{}"})
    void aStateThatIsNoneIsNoReasonToShowNothing(String state) {
        REDIS.run("HSET", STATES, add("a"), state);

        assertThat(page("0-0", 10).rows().get(0).note()).isEmpty();
    }

    @Test
    void theAssignmentIsFoundAmongOtherFields() {
        REDIS.run("XADD", INPUT, "1-1", "before", "x", "lbs-input", "a", "after", "y");
        REDIS.run("XADD", INPUT, "1-2", "other", "x");

        assertThat(page("0-0", 10).rows())
                .extracting(Row::entry)
                .containsExactly(new Entry("1-1", "a", 1), new Entry("1-2", null, 0));
    }

    @Test
    void pagesFollowEachOther() {
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> add("a")).toList();

        Page first = page("0-0", 2);
        Page second = page(ids.get(1), 2);
        Page last = page(ids.get(3), 2);

        assertThat(first.rows()).extracting(row -> row.entry().id()).isEqualTo(ids.subList(0, 2));
        assertThat(second.rows()).extracting(row -> row.entry().id()).isEqualTo(ids.subList(2, 4));
        assertThat(last.rows()).extracting(row -> row.entry().id()).isEqualTo(ids.subList(4, 5));
        assertThat(List.of(first.more(), second.more(), last.more())).containsExactly(true, true, false);
    }

    @Test
    void aPageThatEndsWithTheStreamHasNoOtherBehindIt() {
        add("a");
        add("a");

        assertThat(page("0-0", 2).more()).isFalse();
    }

    @Test
    void behindTheHighestIdThereIsNothing() {
        add("a");

        assertThat(page(MAX_ID, 10).rows()).isEmpty();
    }

    @Test
    void g8_anAssignmentBeyondTheLimitIsNotReadButItsLengthIs() {
        String id = add("ü".repeat(MAX_INFO));

        assertThat(page("0-0", 10).rows().get(0).entry()).isEqualTo(new Entry(id, null, 2 * MAX_INFO));
    }

    @Test
    void g8_aPageEndsWhereItsAssignmentsBecomeTooManyBytes() {
        int perPage = 4;
        String large = "x".repeat(RedisServiceListing.PAGE_BYTES / perPage);
        List<String> ids = IntStream.range(0, 6).mapToObj(i -> add(large)).toList();

        Page page = page("0-0", 1000);

        assertThat(page.rows()).extracting(row -> row.entry().id()).isEqualTo(ids.subList(0, perPage));
        assertThat(page.more()).isTrue();
        assertThat(page(ids.get(perPage - 1), 1000).rows()).hasSize(2);
    }

    @Test
    void g8_anEntryThatIsLargerThanAPageIsAPageOfItsOwn() {
        add("x".repeat(2 * RedisServiceListing.PAGE_BYTES));
        add("a");

        assertThat(page("0-0", 1000).rows()).hasSize(1);
    }

    @Test
    void nothingIsChangedByLooking() {
        REDIS.run("XADD", INPUT, "1-1", "lbs-input", "a");
        read(READER, 1);
        REDIS.run("XDEL", INPUT, "1-1");
        String before = REDIS.text("XPENDING", INPUT, GROUP);

        page("0-0", 10);

        assertThat(REDIS.text("XPENDING", INPUT, GROUP)).isEqualTo(before);
    }

    @Test
    void aKeyOfAnotherTypeIsAnError() {
        REDIS.run("SET", INPUT, "not a stream");

        assertThatThrownBy(() -> page("0-0", 10))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    /** After a failed attempt; nothing holds up the next one. */
    private void letGo(LoadBalancer balancer, Hold hold) {
        get(balancer.letGo(hold, true, Duration.ZERO));
        await().until(() -> store.lockedBy(LoadBalancerScene.lock(hold)).isEmpty());
    }

    private static String add(String assignment) {
        return REDIS.text("XADD", INPUT, "*", "lbs-input", assignment);
    }

    private static void read(String consumer, int count) {
        if (REDIS.run("XINFO", "GROUPS", INPUT).size() == 0) {
            REDIS.run("XGROUP", "CREATE", INPUT, GROUP, "0");
        }
        REDIS.run("XREADGROUP", "GROUP", GROUP, consumer, "COUNT", count, "STREAMS", INPUT, ">");
    }

    private static Page page(String after, int count) {
        return get(listing().page("orders", after, count)).orElseThrow();
    }

    private static ServiceListing listing() {
        return new RedisServiceListing(REDIS.lanes(), REDIS.keys(), MAX_INFO);
    }
}
