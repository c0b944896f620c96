package dev.streamlane.coordination;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.SHORT;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Scene.reborn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.testing.Ports;
import dev.streamlane.testing.Stages;
import dev.streamlane.topic.TopicChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every store's memberships must do. */
public abstract class MembershipContract {
    private static final Assignment TO_ANN = new Assignment(new TreeMap<>(Map.of("ann", List.of(0, 1, 2, 3))));
    private static final Assignment SHARED =
            new Assignment(new TreeMap<>(Map.of("ann", List.of(0, 1, 2, 3), "bob", List.of())));

    protected abstract Ports ports();

    @Test
    void theFirstBeatFindsItselfAlone() {
        Beat beat = join(ANN, LONG);

        assertThat(beat.superseded()).isFalse();
        assertThat(beat.members()).containsOnlyKeys("ann");
        assertThat(beat.members().get("ann")).isEqualTo(LONG);
    }

    @Test
    void thereIsNoTargetBeforeTheFirst() {
        Beat beat = join(ANN, LONG);

        assertThat(beat.generation()).isEmpty();
        assertThat(beat.target()).isEqualTo(Assignment.NONE);
    }

    @Test
    void membersSeeEachOtherAndTheTimeUntilEachDeadline() {
        join(ANN, LONG);

        Beat beat = join(BOB, LONG.multipliedBy(2));

        assertThat(beat.members()).containsOnlyKeys("ann", "bob");
        assertThat(beat.members().get("ann")).isPositive().isLessThanOrEqualTo(LONG);
        assertThat(beat.members().get("bob")).isEqualTo(LONG.multipliedBy(2));
    }

    @Test
    void aMemberThatStopsBeatingIsDropped() {
        join(ANN, SHORT);

        ports().advance(SHORT);

        assertThat(join(BOB, LONG).members()).containsOnlyKeys("bob");
    }

    @Test
    void aBeatMovesTheDeadline() {
        join(ANN, SHORT);

        beat(ANN, LONG);
        ports().advance(SHORT);

        assertThat(join(BOB, LONG).members()).containsOnlyKeys("ann", "bob");
    }

    @Test
    void aMemberThatWasDroppedIsBackWithItsNextBeat() {
        join(ANN, SHORT);
        ports().advance(SHORT);
        join(BOB, LONG);

        Beat beat = beat(ANN, LONG);

        assertThat(beat.superseded()).isFalse();
        assertThat(beat.members()).containsOnlyKeys("ann", "bob");
    }

    @Test
    void aNewcomerSupersedesAnOlderIncarnationOfItsId() {
        join(ANN, LONG);

        assertThat(join(reborn(ANN), LONG).superseded()).isFalse();
        assertThat(beat(ANN, LONG).superseded()).isTrue();
    }

    @Test
    void aSupersededBeatLeavesItsSuccessorAlone() {
        join(ANN, LONG);
        join(reborn(ANN), SHORT);

        beat(ANN, LONG);

        assertThat(beat(reborn(ANN), SHORT).superseded()).isFalse();
        assertThat(join(BOB, LONG).members().get("ann")).isLessThanOrEqualTo(SHORT);
    }

    @Test
    void anIncarnationWhoseSuccessorIsGoneIsNotSuperseded() {
        join(ANN, LONG);
        join(reborn(ANN), SHORT);

        ports().advance(SHORT);

        assertThat(beat(ANN, LONG).superseded()).isFalse();
    }

    @Test
    void theFirstProposalOfAGenerationWins() {
        Beat beat = join(ANN, LONG);

        assertThat(ports().membership().propose(GROUP, beat.generation(), TO_ANN))
                .isTrue();
        assertThat(ports().membership().propose(GROUP, beat.generation(), SHARED))
                .isFalse();
        assertThat(beat(ANN, LONG).target()).isEqualTo(TO_ANN);
    }

    @Test
    void eachProposalHasAGenerationOfItsOwn() {
        Beat none = join(ANN, LONG);
        ports().membership().propose(GROUP, none.generation(), TO_ANN);
        Beat first = beat(ANN, LONG);

        assertThat(ports().membership().propose(GROUP, first.generation(), SHARED))
                .isTrue();
        Beat second = beat(ANN, LONG);

        assertThat(second.generation()).isNotEqualTo(first.generation()).isNotEqualTo(none.generation());
        assertThat(second.target()).isEqualTo(SHARED);
    }

    @Test
    void whoLeavesIsGoneAtOnce() {
        join(ANN, LONG);
        join(BOB, LONG);

        ports().membership().leave(GROUP, ANN, Duration.ZERO);

        assertThat(beat(BOB, LONG).members()).containsOnlyKeys("bob");
    }

    @Test
    void aStaticMemberKeepsItsPlaceForAWhile() {
        join(ANN, SHORT);
        ports().membership().leave(GROUP, ANN, SHORT.multipliedBy(3));

        ports().advance(SHORT);
        assertThat(join(BOB, LONG).members()).containsOnlyKeys("ann", "bob");
        ports().advance(SHORT.multipliedBy(2));
        assertThat(beat(BOB, LONG).members()).containsOnlyKeys("bob");
    }

    @Test
    void theSuccessorOfAStaticMemberTakesItsPlace() {
        join(ANN, LONG);
        ports().membership().leave(GROUP, ANN, LONG);

        Beat beat = join(reborn(ANN), SHORT);

        assertThat(beat.superseded()).isFalse();
        assertThat(beat.members().get("ann")).isEqualTo(SHORT);
    }

    @Test
    void whoWasSupersededCannotEndItsSuccessorsMembership() {
        join(ANN, LONG);
        join(reborn(ANN), LONG);

        ports().membership().leave(GROUP, ANN, Duration.ZERO);

        assertThat(join(BOB, LONG).members()).containsOnlyKeys("ann", "bob");
    }

    @Test
    void groupsOfATopicDoNotSeeEachOther() {
        join(ANN, LONG);

        Beat beat = ports().membership().heartbeat(new GroupId(TOPIC, "other"), BOB, true, LONG, List.of());

        assertThat(beat.members()).containsOnlyKeys("bob");
    }

    @Test
    void aBeatShowsTheTopicsSettingsOnceItExists() {
        assertThat(join(ANN, LONG).settings()).isNull();

        Stages.get(ports().topics().ensure(TOPIC, SETTINGS, 10));

        assertThat(beat(ANN, LONG).settings()).isEqualTo(SETTINGS);
    }

    @Test
    void aBeatShowsThatTheTopicHasGrown() {
        Stages.get(ports().topics().ensure(TOPIC, SETTINGS, 10));
        join(ANN, LONG);

        Stages.get(ports().topics()
                .change(
                        TOPIC,
                        new TopicChange(
                                OptionalInt.of(8), OptionalLong.empty(), Optional.empty(), OptionalLong.empty())));

        assertThat(beat(ANN, LONG).settings().partitions()).isEqualTo(8);
    }

    private Beat join(Consumer consumer, Duration ttl) {
        return ports().membership().heartbeat(GROUP, consumer, true, ttl, List.of());
    }

    private Beat beat(Consumer consumer, Duration ttl) {
        return ports().membership().heartbeat(GROUP, consumer, false, ttl, List.of());
    }
}
