package dev.streamlane.producer;

import dev.streamlane.producer.EnqueueEvents.Failure;
import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.topic.Retention.Room;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Draws the result of a batch from the answers of its partitions, or its account if they were not all good. */
final class BatchResult {
    /** When to try again on a full partition: groups finish jobs all the time, so soon. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** The same where too many are delayed: only those that become due make room. */
    private static final Duration RETRY_DELAYED_AFTER = Duration.ofSeconds(10);

    private final String topic;
    private final int jobs;
    private final long maxLength;
    private final long maxDelayed;
    private final EnqueueEvents events;

    BatchResult(String topic, int jobs, long maxLength, long maxDelayed, EnqueueEvents events) {
        this.topic = topic;
        this.jobs = jobs;
        this.maxLength = maxLength;
        this.maxDelayed = maxDelayed;
        this.events = events;
    }

    /** Throws if a slice is longer than its partition may ever be. */
    void refuseWhatNeverFits(List<Slice> slices) {
        for (Slice slice : slices) {
            long limit = slice.delayed() ? maxDelayed : maxLength;
            if (slice.size() > limit) {
                String message = (slice.delayed()
                                ? "the batch has %d delayed jobs for partition %d, which may have %d"
                                : "the batch has %d jobs for partition %d, and the topic's maxLength is %d")
                        .formatted(slice.size(), slice.partition(), limit);
                throw new InvalidRequestException(List.of(new Violation(-1, "jobs", limit, message)));
            }
        }
    }

    /** Throws if a partition has no room for its slice, or did not say. */
    void refuseWithoutRoom(Slice slice, Answer<Room> answer) {
        if (answer.failure() != null) {
            events.failed(topic, Failure.UNAVAILABLE, jobs);
            throw asRuntime(answer.failure());
        }
        Room room = answer.value();
        if (room.free() < slice.size()) {
            events.failed(topic, Failure.FULL, jobs);
            throw full(slice, room.length(), room.pinnedBy());
        }
    }

    /** The jobs in the order of the batch, if all are written. */
    List<Enqueued> of(List<Slice> slices, List<Answer<Appended>> answers) {
        Enqueued[] enqueued = new Enqueued[jobs];
        boolean all = true;
        for (int i = 0; i < slices.size(); i++) {
            all &= note(slices.get(i), answers.get(i), enqueued);
        }
        if (all) {
            return Arrays.asList(enqueued);
        }
        throw failure(slices, answers);
    }

    private boolean note(Slice slice, Answer<Appended> answer, Enqueued[] enqueued) {
        if (answer.value() instanceof Appended.Written written) {
            for (int i = 0; i < slice.size(); i++) {
                String id = slice.entries().get(i).id();
                String entryId = written.entryIds().get(i);
                enqueued[slice.index(i)] = new Enqueued(id, topic, slice.partition(), entryId, null);
            }
        } else if (answer.value() instanceof Appended.Kept kept) {
            for (int i = 0; i < slice.size(); i++) {
                String id = slice.entries().get(i).id();
                String entryId = kept.entryIds().get(id);
                Instant runAt = entryId == null ? kept.runAts().get(i) : null;
                enqueued[slice.index(i)] = new Enqueued(id, topic, slice.partition(), entryId, runAt);
            }
        } else {
            int written = 0;
            if (answer.value() instanceof Appended.Broken broken) {
                written = Collections.frequency(broken.statuses(), JobOutcome.Status.ENQUEUED);
                events.enqueued(topic, slice.partition(), written);
            }
            events.failed(topic, kind(answer), slice.size() - written);
            return false;
        }
        events.enqueued(topic, slice.partition(), slice.size());
        return true;
    }

    private static Failure kind(Answer<Appended> answer) {
        if (answer.value() instanceof Appended.Full) {
            return Failure.FULL;
        }
        return answer.value() instanceof Appended.Unconfirmed ? Failure.UNCONFIRMED : Failure.UNAVAILABLE;
    }

    private RuntimeException failure(List<Slice> slices, List<Answer<Appended>> answers) {
        JobOutcome[] account = new JobOutcome[jobs];
        boolean untouched = true;
        boolean doubt = false;
        RuntimeException cause = null;
        for (int i = 0; i < slices.size(); i++) {
            Slice slice = slices.get(i);
            List<JobOutcome.Status> statuses = statuses(slice, answers.get(i));
            for (int k = 0; k < slice.size(); k++) {
                int index = slice.index(k);
                account[index] = new JobOutcome(index, slice.entries().get(k).id(), statuses.get(k));
                untouched &= statuses.get(k) == JobOutcome.Status.NOT_ENQUEUED;
            }
            // What leaves jobs in doubt says more than what refused them.
            boolean inDoubt = statuses.contains(JobOutcome.Status.UNKNOWN);
            if (cause == null || (inDoubt && !doubt)) {
                cause = reason(slice, answers.get(i));
            }
            doubt |= inDoubt;
        }
        return untouched ? cause : new EnqueueInterruptedException(Arrays.asList(account), cause);
    }

    private static List<JobOutcome.Status> statuses(Slice slice, Answer<Appended> answer) {
        return answer.value() instanceof Appended.Broken broken
                ? broken.statuses()
                : Collections.nCopies(slice.size(), status(answer));
    }

    private static JobOutcome.Status status(Answer<Appended> answer) {
        if (answer.value() instanceof Appended.Written || answer.value() instanceof Appended.Kept) {
            return JobOutcome.Status.ENQUEUED;
        }
        boolean refused = answer.value() instanceof Appended.Full
                || (answer.failure() instanceof StoreUnavailableException failure && failure.untouched());
        return refused ? JobOutcome.Status.NOT_ENQUEUED : JobOutcome.Status.UNKNOWN;
    }

    private RuntimeException reason(Slice slice, Answer<Appended> answer) {
        if (answer.failure() != null) {
            return asRuntime(answer.failure());
        }
        if (answer.value() instanceof Appended.Full full) {
            return full(slice, full.length(), full.pinnedBy());
        }
        if (answer.value() instanceof Appended.Broken broken) {
            return broken.failure();
        }
        return answer.value() instanceof Appended.Unconfirmed some ? new UnconfirmedException(some.replicas()) : null;
    }

    private RuntimeException full(Slice slice, long length, String pinnedBy) {
        return slice.delayed()
                ? new TooManyDelayedException(topic, slice.partition(), length, maxDelayed, RETRY_DELAYED_AFTER)
                : new TopicFullException(topic, slice.partition(), length, maxLength, pinnedBy, RETRY_AFTER);
    }

    private static RuntimeException asRuntime(Throwable failure) {
        return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }
}
