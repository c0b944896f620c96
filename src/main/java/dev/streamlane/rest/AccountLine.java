package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.producer.JobOutcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/**
 * What became of one job of an interrupted request.
 *
 * @param index its place in a batch, from 0
 * @param line its line in an NDJSON stream, from 1
 * @param id its UUID
 * @param status {@code enqueued}, {@code not enqueued} or {@code unknown}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccountLine(Integer index, Long line, String id, String status) {
    static AccountLine of(JobOutcome job) {
        return new AccountLine(job.index(), null, job.id(), text(job.status()));
    }

    static AccountLine of(JobOutcome job, long line) {
        return new AccountLine(null, line, job.id(), text(job.status()));
    }

    private static String text(JobOutcome.Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
