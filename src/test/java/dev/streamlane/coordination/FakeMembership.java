package dev.streamlane.coordination;

import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** One group's members and target in memory, with mishaps on demand. */
final class FakeMembership implements Membership {
    final Map<String, Duration> members = new TreeMap<>();
    Assignment target = Assignment.NONE;
    TopicSettings settings = settings(4);
    Pause pause = Pause.NEVER;
    long reset;
    boolean superseded;
    boolean down;

    private final Journal journal;
    private final Queue<Runnable> rivals = new ArrayDeque<>();
    private int generation;

    FakeMembership(Journal journal) {
        this.journal = journal;
    }

    static TopicSettings settings(int partitions) {
        return new TopicSettings(partitions, 0, Overflow.REJECT, Ordering.KEY, 5, 0);
    }

    /** Shares out everything anew, as another member would. */
    void retarget(Map<String, List<Integer>> shares) {
        target = new Assignment(new TreeMap<>(shares));
        generation++;
    }

    /** Lets somebody else win the next compare-and-set; {@code change} is what they change. */
    void letARivalWin(Runnable change) {
        rivals.add(change);
    }

    @Override
    public Beat heartbeat(GroupId group, Consumer me, boolean joining, Duration ttl, Collection<Integer> owned) {
        journal.add((joining ? "join " : "heartbeat ") + owned);
        answer("heartbeat");
        if (superseded) {
            return new Beat(true, "", Map.of(), Assignment.NONE, null, Pause.NEVER, 0);
        }
        members.put(me.id(), ttl);
        return new Beat(false, Integer.toString(generation), Map.copyOf(members), target, settings, pause, reset);
    }

    @Override
    public boolean propose(GroupId group, String expected, Assignment proposal) {
        journal.add("propose " + proposal.shares() + " over " + expected);
        answer("propose");
        if (!rivals.isEmpty()) {
            rivals.remove().run();
            generation++;
        }
        if (!expected.equals(Integer.toString(generation))) {
            return false;
        }
        target = proposal;
        generation++;
        return true;
    }

    @Override
    public void leave(GroupId group, Consumer me, Duration keepFor) {
        journal.add("leave " + keepFor);
        answer("leave");
        members.remove(me.id());
    }

    private void answer(String call) {
        if (down) {
            throw new StoreUnavailableException("no answer to " + call, null);
        }
    }
}
