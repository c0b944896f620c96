package dev.streamlane.rest;

import dev.streamlane.producer.EnqueueInterruptedException;
import dev.streamlane.producer.IdempotencyConflictException;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.JobOutcome;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.Violation;
import java.util.List;

/**
 * A line of an NDJSON stream, and what is said about lines when the stream is stopped.
 *
 * @param number its number, from 1
 * @param size its bytes
 * @param job the job in it
 */
record BulkLine(long number, int size, NewJob job) {
    /** The problem that one line is at fault. */
    static Problem problem(long line, Problem problem) {
        String detail = "line " + line + ": " + problem.detail()
                + "; the jobs of the lines before it are enqueued, none from it on";
        return problem.withDetail(detail).with("line", line);
    }

    /** The problem that a batch was not, or not known to be, enqueued. */
    static Problem problem(List<BulkLine> batch, Throwable failed) {
        if (failed instanceof EnqueueInterruptedException interrupted) {
            return interrupted(batch, interrupted);
        }
        int at = goodBefore(failed);
        return problem(batch.get(at).number, Problems.of(alone(failed, at)));
    }

    /** How many jobs of a refused batch come before the first that is at fault. */
    static int goodBefore(Throwable failed) {
        return failed instanceof InvalidRequestException invalid
                ? Math.max(0, invalid.violations().get(0).index())
                : 0;
    }

    /** How many jobs of a batch are enqueued although it failed. */
    static long enqueued(Throwable failed) {
        return failed instanceof EnqueueInterruptedException interrupted
                ? interrupted.account().stream()
                        .filter(job -> job.status() == JobOutcome.Status.ENQUEUED)
                        .count()
                : 0;
    }

    private static Problem interrupted(List<BulkLine> batch, EnqueueInterruptedException interrupted) {
        long first = batch.get(0).number;
        long last = batch.get(batch.size() - 1).number;
        Problem problem = Problems.of(interrupted);
        String detail = "lines " + first + " to " + last + ": " + problem.detail()
                + "; the jobs of the lines before are enqueued, none behind";
        return problem.withDetail(detail)
                .with("line", first)
                .with(
                        "account",
                        interrupted.account().stream()
                                .map(job -> AccountLine.of(job, batch.get(job.index()).number))
                                .toList());
    }

    /** What is wrong with one job, as if it had come alone. */
    private static Throwable alone(Throwable failed, int index) {
        if (failed instanceof InvalidRequestException invalid) {
            List<Violation> violations = invalid.violations().stream()
                    .filter(violation -> violation.index() <= index)
                    .map(v -> new Violation(-1, v.field(), v.limit(), v.message()))
                    .toList();
            return failed instanceof IdempotencyConflictException
                    ? new IdempotencyConflictException(violations)
                    : new InvalidRequestException(violations);
        }
        return failed;
    }
}
