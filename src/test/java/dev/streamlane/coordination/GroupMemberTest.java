package dev.streamlane.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupMemberTest {
    private static final Consumer ME = new Consumer("me", "incarnation-1", "host");
    private static final Duration TTL = Duration.ofSeconds(10);

    private final Journal journal = new Journal();
    private final FakeMembership membership = new FakeMembership(journal);
    private final CoordinationSettings timing =
            new CoordinationSettings(Duration.ofSeconds(5), TTL, Duration.ofSeconds(30));
    private Runnable createTopic = () -> membership.settings = FakeMembership.settings(4);
    private final GroupMember member = new GroupMember(
            new GroupId("topic", "group"),
            ME,
            membership,
            () -> {
                journal.add("create topic");
                createTopic.run();
            },
            timing,
            new JournalEvents(journal));

    @Test
    void joinsOnceAndOnlyBeatsFromThenOn() {
        membership.retarget(Map.of("me", List.of(0, 1, 2, 3)));

        member.attend(Set.of());
        member.attend(List.of(0, 1));

        assertThat(journal.lines()).containsExactly("join []", "heartbeat [0, 1]");
    }

    @Test
    void keepsJoiningUntilRedisHasAnswered() {
        membership.retarget(Map.of("me", List.of(0, 1, 2, 3)));
        membership.down = true;
        assertThatThrownBy(() -> member.attend(Set.of())).isInstanceOf(StoreUnavailableException.class);
        membership.down = false;

        member.attend(Set.of());
        member.attend(Set.of());

        assertThat(journal.lines()).containsExactly("join []", "join []", "heartbeat []");
    }

    @Test
    void proposesATargetForWhoeverIsThere() {
        membership.members.put("other", TTL);

        Beat beat = member.attend(Set.of());

        assertThat(beat.target().fits(Set.of("me", "other"), 4)).isTrue();
        assertThat(journal.of("propose", "event")).hasSize(2).last().isEqualTo("event: rebalanced");
    }

    @Test
    void proposesNothingWhileTheTargetFits() {
        membership.members.put("other", TTL);
        membership.retarget(Map.of("me", List.of(0, 3), "other", List.of(1, 2)));

        Beat beat = member.attend(Set.of());

        assertThat(beat.target().of("me")).containsExactly(0, 3);
        assertThat(journal.of("propose", "event")).isEmpty();
    }

    @Test
    void proposesAnewWhenTheTopicHasGrown() {
        membership.retarget(Map.of("me", List.of(0, 1, 2, 3)));
        membership.settings = FakeMembership.settings(6);

        assertThat(member.attend(Set.of()).target().of("me")).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void acceptsTheTargetOfARivalThatWasFasterWithoutTryingAgain() {
        membership.letARivalWin(() -> {
            membership.members.put("rival", TTL);
            membership.retarget(Map.of("me", List.of(0, 1), "rival", List.of(2, 3)));
        });

        Beat beat = member.attend(Set.of());

        assertThat(beat.target().of("me")).containsExactly(0, 1);
        assertThat(journal.of("propose", "event")).hasSize(1);
    }

    @Test
    void looksAgainAtOnceWhenItLosesAProposalAndTheWinnersTargetDoesNotFit() {
        membership.letARivalWin(() -> {
            membership.members.put("rival", TTL);
            membership.retarget(Map.of("rival", List.of(0, 1, 2, 3)));
        });

        Beat beat = member.attend(Set.of());

        assertThat(beat.target().fits(Set.of("me", "rival"), 4)).isTrue();
        assertThat(beat.target().of("rival")).hasSize(2);
        assertThat(journal.of("propose")).hasSize(2).last().asString().endsWith("over 2");
    }

    @Test
    void leavesTheFieldToOthersAfterFiveLostProposals() {
        for (int i = 0; i < 6; i++) {
            membership.letARivalWin(() -> membership.retarget(Map.of("nobody", List.of())));
        }

        member.attend(Set.of());

        assertThat(journal.of("propose")).hasSize(5);
        assertThat(journal.of("event")).isEmpty();
    }

    @Test
    void proposesNothingAndCreatesNothingWhenItIsSuperseded() {
        membership.superseded = true;

        Beat beat = member.attend(Set.of());

        assertThat(beat.superseded()).isTrue();
        assertThat(journal.lines()).containsExactly("join []");
    }

    @Test
    void G7_createsTheTopicAnewWhenItIsGone() {
        member.attend(Set.of());
        journal.clear();
        membership.settings = null;

        Beat beat = member.attend(Set.of(0));

        assertThat(beat.settings().partitions()).isEqualTo(4);
        assertThat(journal.lines()).containsExactly("heartbeat [0]", "create topic", "heartbeat [0]");
    }

    @Test
    void proposesNothingWhileThereIsNoTopic() {
        membership.settings = null;
        createTopic = () -> {};

        Beat beat = member.attend(Set.of());

        assertThat(beat.settings()).isNull();
        assertThat(journal.of("propose")).isEmpty();
    }

    @Test
    void leavesItsPlaceToItsSuccessorForTheRejoinTimeout() {
        member.leave();

        assertThat(journal.lines()).containsExactly("leave PT30S");
    }

    @Test
    void watchesForTheFirstDeadlineOfTheOthers() {
        membership.members.put("soon", Duration.ofMillis(1200));
        membership.members.put("later", Duration.ofSeconds(7));

        assertThat(member.untilNextDeadline(member.attend(Set.of()))).isEqualTo(Duration.ofMillis(1200));
    }

    @Test
    void watchesNobodyWhenItIsAlone() {
        assertThat(member.untilNextDeadline(member.attend(Set.of()))).isEqualTo(TTL);
    }
}
