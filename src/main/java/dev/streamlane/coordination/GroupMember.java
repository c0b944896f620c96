package dev.streamlane.coordination;

import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.partition.PartitionAssignor;
import java.time.Duration;
import java.util.Collection;
import org.jboss.logging.Logger;

/** This consumer's part in the group: it beats, and agrees with the others on a target assignment. */
final class GroupMember {
    private static final Logger LOG = Logger.getLogger(GroupMember.class);

    /** Losing the compare-and-set this often in a row means that others are at it; the next beat looks again. */
    private static final int MAX_PROPOSALS = 5;

    private final GroupId group;
    private final Consumer me;
    private final Membership membership;
    private final Runnable createTopic;
    private final CoordinationSettings timing;
    private final CoordinationEvents events;
    private final PartitionAssignor assignor = new PartitionAssignor();
    private boolean joined;

    /** @param createTopic creates the topic if it does not exist */
    GroupMember(
            GroupId group,
            Consumer me,
            Membership membership,
            Runnable createTopic,
            CoordinationSettings timing,
            CoordinationEvents events) {
        this.group = group;
        this.me = me;
        this.membership = membership;
        this.createTopic = createTopic;
        this.timing = timing;
        this.events = events;
    }

    /** Beats, and proposes targets until the stored one fits the live members and the partition count. */
    Beat attend(Collection<Integer> owned) {
        Beat beat = heartbeat(owned);
        for (int i = 0; i < MAX_PROPOSALS && !beat.superseded() && !settled(beat); i++) {
            Assignment target = assignor.assign(
                    group.topic(), beat.settings().partitions(), beat.members().keySet(), beat.target());
            if (membership.propose(group, beat.generation(), target)) {
                LOG.infof("Consumer %s proposed the new target %s for group %s", me.id(), target.shares(), group);
                events.rebalanced(group);
            }
            beat = heartbeat(owned);
        }
        return beat;
    }

    /** Ends the membership, or leaves this consumer's place in the target for its successor if membership is static. */
    void leave() {
        membership.leave(group, me, timing.rejoinTimeout());
    }

    private Beat heartbeat(Collection<Integer> owned) {
        Beat beat = membership.heartbeat(group, me, !joined, timing.ttl(), owned);
        if (!beat.superseded() && beat.settings() == null) {
            createTopic.run();
            beat = membership.heartbeat(group, me, !joined, timing.ttl(), owned);
        }
        if (!joined && !beat.superseded()) {
            joined = true;
            LOG.infof("Consumer %s registered for topic %s, group %s", me.id(), group.topic(), group.group());
        }
        return beat;
    }

    private static boolean settled(Beat beat) {
        return beat.settings() == null
                || beat.target().fits(beat.members().keySet(), beat.settings().partitions());
    }

    /** The time until the first other member's deadline; the whole TTL if there is none. */
    Duration untilNextDeadline(Beat beat) {
        return beat.members().entrySet().stream()
                .filter(member -> !member.getKey().equals(me.id()))
                .map(member -> member.getValue())
                .min(Duration::compareTo)
                .orElse(timing.ttl());
    }
}
