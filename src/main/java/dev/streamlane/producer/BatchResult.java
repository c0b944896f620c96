package dev.streamlane.producer;

import dev.streamlane.producer.EnqueueEvents.Failure;
import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.topic.Retention.Room;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Draws the result of a batch from the answers of its partitions, or its account if they were not all good. */
final class BatchResult {
    /** When to try again on a full partition: groups finish jobs all the time, so soon. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String topic;
    private final int jobs;
    private final long maxLength;
    private final EnqueueEvents events;

    BatchResult(String topic, int jobs, long maxLength, EnqueueEvents events) {
        this.topic = topic;
        this.jobs = jobs;
        this.maxLength = maxLength;
        this.events = events;
    }

    /** Throws if a slice is longer than its partition may ever be. */
    void refuseWhatNeverFits(List<Slice> slices) {
        for (Slice slice : slices) {
            if (slice.size() > maxLength) {
                String message = "the batch has %d jobs for partition %d, and the topic's maxLength is %d"
                        .formatted(slice.size(), slice.partition(), maxLength);
                throw new InvalidRequestException(List.of(new Violation(-1, "jobs", maxLength, message)));
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
                enqueued[slice.index(i)] = new Enqueued(
                        id, topic, slice.partition(), written.entryIds().get(i));
            }
            events.enqueued(topic, slice.partition(), slice.size());
            return true;
        }
        events.failed(topic, kind(answer), slice.size());
        return false;
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
        RuntimeException cause = null;
        for (int i = 0; i < slices.size(); i++) {
            Slice slice = slices.get(i);
            JobOutcome.Status status = status(answers.get(i));
            untouched &= status == JobOutcome.Status.NOT_ENQUEUED;
            for (int k = 0; k < slice.size(); k++) {
                int index = slice.index(k);
                account[index] = new JobOutcome(index, slice.entries().get(k).id(), status);
            }
            RuntimeException reason = reason(slice, answers.get(i));
            // What leaves jobs in doubt says more than what refused them.
            if (cause == null || (status == JobOutcome.Status.UNKNOWN && cause instanceof TopicFullException)) {
                cause = reason;
            }
        }
        return untouched ? cause : new EnqueueInterruptedException(Arrays.asList(account), cause);
    }

    private static JobOutcome.Status status(Answer<Appended> answer) {
        if (answer.value() instanceof Appended.Written) {
            return JobOutcome.Status.ENQUEUED;
        }
        return answer.value() instanceof Appended.Full ? JobOutcome.Status.NOT_ENQUEUED : JobOutcome.Status.UNKNOWN;
    }

    private RuntimeException reason(Slice slice, Answer<Appended> answer) {
        if (answer.failure() != null) {
            return asRuntime(answer.failure());
        }
        if (answer.value() instanceof Appended.Full full) {
            return full(slice, full.length(), full.pinnedBy());
        }
        return answer.value() instanceof Appended.Unconfirmed some ? new UnconfirmedException(some.replicas()) : null;
    }

    private TopicFullException full(Slice slice, long length, String pinnedBy) {
        return new TopicFullException(topic, slice.partition(), length, maxLength, pinnedBy, RETRY_AFTER);
    }

    private static RuntimeException asRuntime(Throwable failure) {
        return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }
}
