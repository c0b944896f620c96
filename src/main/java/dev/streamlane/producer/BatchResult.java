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

    /** The same where too many idempotency keys are kept: their time is long. */
    private static final Duration RETRY_CROWDED_AFTER = Duration.ofSeconds(60);

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

    /** Throws if jobs of the batch have the same idempotency key and are not the same. */
    void refuseClashes(List<Slice> slices) {
        new OnceCheck(jobs).refuseClashes(slices);
    }

    /** Throws if idempotency keys were used for other jobs before, or cannot be kept. */
    void refuseUsed(List<Slice> slices, List<Answer<Appended>> answers) {
        new OnceCheck(jobs).refuseUsed(slices, answers);
        for (int i = 0; i < slices.size(); i++) {
            Answer<Appended> answer = answers.get(i);
            // What is only full may be trimmed when it is written.
            if (answer.failure() != null || answer.value() instanceof Appended.Crowded) {
                events.failed(topic, kind(answer), jobs);
                throw reason(slices.get(i), answer);
            }
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
        if (status(answer) != JobOutcome.Status.ENQUEUED) {
            noteFailure(slice, answer);
            return false;
        }
        int fresh = 0;
        for (int i = 0; i < slice.size(); i++) {
            Enqueued job = enqueued(slice, i, answer.value());
            enqueued[slice.index(i)] = job;
            fresh += job.repeated() ? 0 : 1;
        }
        events.enqueued(topic, slice.partition(), fresh);
        return true;
    }

    private Enqueued enqueued(Slice slice, int place, Appended appended) {
        String id = slice.entries().get(place).id();
        if (appended instanceof Appended.Kept kept) {
            String entryId = kept.entryIds().get(id);
            Instant runAt = entryId == null ? kept.runAts().get(place) : null;
            return new Enqueued(id, topic, slice.partition(), entryId, runAt, false);
        }
        if (appended instanceof Appended.Once once) {
            String first = once.ids().get(place);
            String entryId = once.entryIds().get(place);
            return new Enqueued(first, topic, slice.partition(), entryId, null, !first.equals(id));
        }
        String entryId = ((Appended.Written) appended).entryIds().get(place);
        return new Enqueued(id, topic, slice.partition(), entryId, null, false);
    }

    private void noteFailure(Slice slice, Answer<Appended> answer) {
        int written = 0;
        if (answer.value() instanceof Appended.Broken broken) {
            written = Collections.frequency(broken.statuses(), JobOutcome.Status.ENQUEUED);
            events.enqueued(topic, slice.partition(), written);
        }
        // Who uses a key twice has asked for what is illegal: that is no failure.
        if (!(answer.value() instanceof Appended.Clash)) {
            events.failed(topic, kind(answer), slice.size() - written);
        }
    }

    private static Failure kind(Answer<Appended> answer) {
        if (answer.value() instanceof Appended.Full || answer.value() instanceof Appended.Crowded) {
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
        if (answer.value() instanceof Appended.Written
                || answer.value() instanceof Appended.Kept
                || answer.value() instanceof Appended.Once) {
            return JobOutcome.Status.ENQUEUED;
        }
        boolean refused = answer.value() instanceof Appended.Full
                || answer.value() instanceof Appended.Clash
                || answer.value() instanceof Appended.Crowded
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
        if (answer.value() instanceof Appended.Clash clash) {
            return new OnceCheck(jobs).conflict(slice, clash);
        }
        if (answer.value() instanceof Appended.Crowded crowded) {
            return new TooManyIdempotencyKeysException(
                    topic, slice.partition(), crowded.keys(), crowded.limit(), RETRY_CROWDED_AFTER);
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
