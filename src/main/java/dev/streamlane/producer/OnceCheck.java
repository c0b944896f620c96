package dev.streamlane.producer;

import dev.streamlane.producer.JobLog.Appended;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the jobs of a batch whose idempotency key belongs to another job. */
final class OnceCheck {
    private final int jobs;

    /** @param jobs how many the batch has */
    OnceCheck(int jobs) {
        this.jobs = jobs;
    }

    /** Throws if jobs of the batch have the same idempotency key and are not the same. */
    void refuseClashes(List<Slice> slices) {
        List<Integer> indexes = new ArrayList<>();
        Map<String, String> digests = new HashMap<>();
        for (Slice slice : slices) {
            for (int i = 0; i < slice.size(); i++) {
                Once once = slice.entries().get(i).once();
                String first = once == null ? null : digests.putIfAbsent(once.key(), once.digest());
                if (first != null && !first.equals(once.digest())) {
                    indexes.add(slice.index(i));
                }
            }
        }
        throwIfAny(indexes);
    }

    /** Throws if idempotency keys were used for other jobs before. */
    void refuseUsed(List<Slice> slices, List<Answer<Appended>> answers) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            if (answers.get(i).value() instanceof Appended.Clash clash) {
                Slice slice = slices.get(i);
                clash.places().forEach(place -> indexes.add(slice.index(place)));
            }
        }
        throwIfAny(indexes);
    }

    /** The conflict of one slice. */
    IdempotencyConflictException conflict(Slice slice, Appended.Clash clash) {
        return conflict(clash.places().stream().map(slice::index).toList());
    }

    private void throwIfAny(List<Integer> indexes) {
        if (!indexes.isEmpty()) {
            throw conflict(indexes);
        }
    }

    private IdempotencyConflictException conflict(List<Integer> indexes) {
        return new IdempotencyConflictException(indexes.stream()
                .sorted(Comparator.naturalOrder())
                .limit(Violations.MAX)
                .map(index -> IdempotencyConflictException.violation(jobs == 1 ? -1 : index))
                .toList());
    }
}
