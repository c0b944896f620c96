package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.producer.Enqueued;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A whole batch was enqueued.
 *
 * @param ids the jobs' UUIDs, in the order of the batch
 * @param repeated which of them, from 0, were there already, enqueued with the same idempotency key; absent if none
 */
record BatchAccepted(
        List<String> ids,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> repeated) {
    static BatchAccepted of(List<Enqueued> jobs) {
        List<Integer> repeated = IntStream.range(0, jobs.size())
                .filter(i -> jobs.get(i).repeated())
                .boxed()
                .toList();
        return new BatchAccepted(jobs.stream().map(Enqueued::id).toList(), repeated);
    }
}
