package dev.streamlane.rest;

import dev.streamlane.deadletter.BulkInterruptedException;
import dev.streamlane.deadletter.TooManyRunsException;
import dev.streamlane.producer.BacklogExceededException;
import dev.streamlane.producer.EnqueueInterruptedException;
import dev.streamlane.producer.IdempotencyConflictException;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.ServiceFullException;
import dev.streamlane.producer.TooManyDelayedException;
import dev.streamlane.producer.TooManyIdempotencyKeysException;
import dev.streamlane.producer.TopicFullException;
import dev.streamlane.producer.UnconfirmedException;
import dev.streamlane.producer.Violation;
import dev.streamlane.schedule.TooManySchedulesException;
import dev.streamlane.topic.StoreFullException;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TooManyTopicsException;
import dev.streamlane.topic.TopicBeingRemovedException;
import dev.streamlane.topic.UnknownTopicException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Words what went wrong as a problem. Texts of exceptions that are not ours never come into an answer. */
final class Problems {
    /** When to try again if Redis is away: a failover takes seconds. */
    private static final Duration REDIS_PAUSE = Duration.ofSeconds(2);

    /** What bodies may be. */
    static final String CONTENT_TYPES =
            "bodies are application/json; jobs to enqueue may be application/x-ndjson as well";

    private Problems() {}

    /** The problem that a failure is to the caller. */
    static Problem of(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof InvalidRequestException invalid) {
            return invalid(invalid);
        }
        if (failure instanceof EnqueueInterruptedException interrupted) {
            return interrupted(interrupted);
        }
        if (failure instanceof TopicFullException full) {
            return full(full);
        }
        if (failure instanceof BacklogExceededException exceeded) {
            return full(exceeded);
        }
        if (failure instanceof TooManyDelayedException full) {
            return full(full);
        }
        if (failure instanceof TooManyIdempotencyKeysException keys) {
            return full(keys);
        }
        if (failure instanceof ServiceFullException full) {
            return full(full);
        }
        if (failure instanceof UnknownTopicException) {
            return Problem.of(ProblemType.UNKNOWN_TOPIC, failure.getMessage());
        }
        if (failure instanceof TopicBeingRemovedException) {
            return Problem.of(ProblemType.BEING_REMOVED, failure.getMessage()).retryAfter(REDIS_PAUSE);
        }
        if (failure instanceof TooManyTopicsException) {
            return Problem.of(ProblemType.TOO_MANY_TOPICS, failure.getMessage());
        }
        if (failure instanceof TooManySchedulesException full) {
            return Problem.of(ProblemType.TOO_MANY_SCHEDULES, full.getMessage()).with("limit", full.limit());
        }
        if (failure instanceof StoreFullException) {
            return Problem.of(ProblemType.REDIS_FULL, "Redis has reached its memory limit and takes no more data")
                    .retryAfter(REDIS_PAUSE);
        }
        if (failure instanceof StoreUnavailableException store) {
            String detail =
                    store.untouched() ? "Redis cannot be reached, or does not take this now" : "Redis does not answer";
            return Problem.of(ProblemType.REDIS_UNAVAILABLE, detail).retryAfter(REDIS_PAUSE);
        }
        if (failure instanceof UnconfirmedException) {
            return Problem.of(ProblemType.UNCONFIRMED, failure.getMessage()).retryAfter(REDIS_PAUSE);
        }
        if (failure instanceof BulkInterruptedException interrupted) {
            return DeadLetterProblems.interrupted(interrupted);
        }
        if (failure instanceof TooManyRunsException) {
            return Problem.of(ProblemType.OVERLOADED, failure.getMessage()).retryAfter(REDIS_PAUSE);
        }
        if (failure instanceof WebApplicationException web) {
            return http(web);
        }
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        return Problem.of(ProblemType.INTERNAL_ERROR, "something went wrong here; the log of this replica says what");
    }

    /** A failure of Redis after which it is certain that nothing of the request was enqueued. */
    static ProblemException notEnqueued(Throwable failure) {
        Problem problem = of(failure);
        return new ProblemException(problem.withDetail(problem.detail() + "; nothing was enqueued"));
    }

    private static Problem invalid(InvalidRequestException invalid) {
        List<Violation> violations = invalid.violations();
        Violation first = violations.get(0);
        ProblemType type = invalid instanceof IdempotencyConflictException
                ? ProblemType.IDEMPOTENCY_CONFLICT
                : ProblemType.INVALID_REQUEST;
        Problem problem = Problem.of(type, invalid.getMessage())
                .with("field", first.field())
                .with("limit", first.limit())
                .with("index", first.index() < 0 ? null : first.index());
        return violations.size() == 1
                ? problem
                : problem.with("errors", violations.stream().map(FieldError::of).toList());
    }

    private static Problem full(TopicFullException full) {
        return Problem.of(ProblemType.TOPIC_FULL, full.getMessage())
                .with("topic", full.topic())
                .with("partition", full.partition())
                .with("length", full.length())
                .with("limit", full.maxLength())
                .with("pinnedBy", full.pinnedBy())
                .retryAfter(full.retryAfter());
    }

    private static Problem full(BacklogExceededException exceeded) {
        return Problem.of(ProblemType.BACKLOG_EXCEEDED, exceeded.getMessage())
                .with("topic", exceeded.topic())
                .with("group", exceeded.group())
                .with("backlog", exceeded.backlog())
                .with("limit", exceeded.limit())
                .retryAfter(exceeded.retryAfter());
    }

    private static Problem full(TooManyDelayedException full) {
        return Problem.of(ProblemType.TOO_MANY_DELAYED, full.getMessage())
                .with("topic", full.topic())
                .with("partition", full.partition())
                .with("delayed", full.delayed())
                .with("limit", full.limit())
                .retryAfter(full.retryAfter());
    }

    private static Problem full(TooManyIdempotencyKeysException full) {
        return Problem.of(ProblemType.TOO_MANY_IDEMPOTENCY_KEYS, full.getMessage())
                .with("topic", full.topic())
                .with("partition", full.partition())
                .with("limit", full.limit())
                .retryAfter(full.retryAfter());
    }

    private static Problem full(ServiceFullException full) {
        return Problem.of(ProblemType.SERVICE_FULL, full.getMessage())
                .with("service", full.service())
                .with("length", full.length())
                .with("limit", full.maxLength())
                .retryAfter(full.retryAfter());
    }

    private static Problem interrupted(EnqueueInterruptedException interrupted) {
        Problem cause = of(interrupted.getCause());
        List<AccountLine> account =
                interrupted.account().stream().map(AccountLine::of).toList();
        String detail = account.size() == 1 ? "the job may have been enqueued" : interrupted.getMessage();
        return cause.withDetail(cause.detail() + "; " + detail).with("account", account.isEmpty() ? null : account);
    }

    private static Problem http(WebApplicationException web) {
        return switch (web.getResponse().getStatus()) {
            case 400 -> Problem.of(ProblemType.INVALID_REQUEST, "the request is malformed");
            case 404 -> Problem.of(ProblemType.NOT_FOUND, "there is nothing at this path");
            case 405 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, "this path does not take this method");
            case 406 ->
                Problem.of(ProblemType.NOT_ACCEPTABLE, "answers are application/json, errors " + Problem.MEDIA_TYPE);
            case 413 -> Problem.of(ProblemType.BODY_TOO_LARGE, "the body is too large");
            case 415 ->
                Problem.of(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "this path does not take this Content-Type; " + CONTENT_TYPES);
            default -> Problem.of(ProblemType.INTERNAL_ERROR, "the request could not be answered");
        };
    }
}
