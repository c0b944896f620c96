package dev.streamlane.rest;

import java.util.Locale;

/** The kinds of problem that a caller can tell apart, by {@code type} or by status. */
enum ProblemType {
    INVALID_JSON(400, "Invalid JSON"),
    INVALID_REQUEST(400, "Invalid request"),
    UNAUTHORIZED(401, "Not authenticated"),
    FORBIDDEN(403, "Not allowed"),
    UNKNOWN_TOPIC(404, "Unknown topic"),
    UNKNOWN_GROUP(404, "Unknown group"),
    UNKNOWN_SERVICE(404, "Unknown stream service"),
    UNKNOWN_DEAD_LETTER(404, "Unknown dead letter"),
    UNKNOWN_JOB(404, "Unknown job"),
    UNKNOWN_SCHEDULE(404, "Unknown schedule"),
    NOT_FOUND(404, "No such resource"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "No acceptable answer"),
    TOPIC_WOULD_SHRINK(409, "Partitions never shrink"),
    NOT_REPLAYABLE(409, "Dead letter cannot be replayed"),
    GROUP_EXISTS(409, "Group exists"),
    TO_BE_CONFIRMED(409, "Removal to be confirmed"),
    IN_USE(409, "In use"),
    BEING_REMOVED(409, "Being removed"),
    BODY_TOO_LARGE(413, "Body too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    IDEMPOTENCY_CONFLICT(422, "Idempotency key used for another job"),
    TOO_MANY_TOPICS(422, "Too many topics"),
    TOO_MANY_GROUPS(422, "Too many groups"),
    TOO_MANY_SCHEDULES(422, "Too many schedules"),
    TOO_MANY_IDEMPOTENCY_KEYS(429, "Too many idempotency keys"),
    TOPIC_FULL(429, "Topic full"),
    BACKLOG_EXCEEDED(429, "Backlog too large"),
    TOO_MANY_DELAYED(429, "Too many delayed jobs"),
    SERVICE_FULL(429, "Stream service full"),
    INTERNAL_ERROR(500, "Internal error"),
    REDIS_FULL(503, "Redis full"),
    REDIS_UNAVAILABLE(503, "Redis unavailable"),
    UNCONFIRMED(503, "Not confirmed by replicas"),
    OVERLOADED(503, "Overloaded");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** The name by which programs know it. */
    String uri() {
        return "urn:streamlane:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
