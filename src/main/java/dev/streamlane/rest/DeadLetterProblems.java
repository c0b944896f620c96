package dev.streamlane.rest;

import dev.streamlane.deadletter.BulkInterruptedException;
import dev.streamlane.deadletter.BulkResult;
import dev.streamlane.deadletter.DeadLetterStore.Returned;
import dev.streamlane.deadletter.Origin;
import dev.streamlane.deadletter.Verdict;
import dev.streamlane.streams.EntryId;
import java.time.Duration;

/** Words why dead letters could not be dealt with. */
final class DeadLetterProblems {
    /** Room comes when a group has finished some jobs. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private DeadLetterProblems() {}

    static ProblemException unknown(EntryId id) {
        return ProblemException.of(
                ProblemType.UNKNOWN_DEAD_LETTER, "there is no dead letter " + id + ", or not any more");
    }

    /** Why a letter that was to be replayed is left. */
    static ProblemException left(Verdict verdict) {
        String reason = verdict.reasonToLeave().orElseThrow();
        if (verdict instanceof Verdict.NoRoom room) {
            return new ProblemException(full(room, reason).retryAfter(PAUSE));
        }
        return ProblemException.of(
                verdict instanceof Verdict.Unconfirmed ? ProblemType.UNCONFIRMED : ProblemType.NOT_REPLAYABLE, reason);
    }

    /** What a call came to before Redis went away. */
    static Problem interrupted(BulkInterruptedException interrupted) {
        BulkResult result = interrupted.result();
        Problem cause = Problems.of(interrupted.getCause());
        return cause.withDetail(cause.detail() + "; " + result.done() + " dead letters were dealt with before")
                .with("matched", result.matched())
                .with("done", result.done())
                .with("cursor", result.cursor().map(EntryId::toString).orElse(null));
    }

    private static Problem full(Verdict.NoRoom room, String reason) {
        Returned.Full full = room.full();
        Problem problem = room.place() instanceof Origin.Job job
                ? Problem.of(ProblemType.TOPIC_FULL, reason)
                        .with("topic", job.topic())
                        .with("partition", job.partition())
                : Problem.of(ProblemType.SERVICE_FULL, reason)
                        .with("service", ((Origin.Assignment) room.place()).service());
        return problem.with("length", full.length())
                .with("limit", full.limit())
                .with("pinnedBy", full.pinnedBy().orElse(null));
    }
}
