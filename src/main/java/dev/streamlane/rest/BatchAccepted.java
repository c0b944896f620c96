package dev.streamlane.rest;

import dev.streamlane.producer.Enqueued;
import java.util.List;

/**
 * A whole batch was enqueued.
 *
 * @param ids the jobs' UUIDs, in the order of the batch
 */
record BatchAccepted(List<String> ids) {
    static BatchAccepted of(List<Enqueued> jobs) {
        return new BatchAccepted(jobs.stream().map(Enqueued::id).toList());
    }
}
