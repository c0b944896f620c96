package dev.streamlane.redis;

import dev.streamlane.topic.StoreRefusedException;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a failure means: how to say it, and whether the connection is of use any more.
 *
 * @param exception what the caller gets
 * @param losesConnection whether to connect anew before the next command
 */
record RedisFailure(StoreUnavailableException exception, boolean losesConnection) {
    /**
     * Answers of a server that cannot serve for now; another one may stand at that address soon. READONLY comes from a master
     * that was demoted while we were connected: it would refuse for ever what its successor does.
     */
    private static final List<String> NOT_SERVING = List.of(
            "LOADING",
            "MASTERDOWN",
            "READONLY",
            "CLUSTERDOWN",
            "NOREPLICAS",
            "UNKILLABLE",
            "ERR max number of clients");

    /** The client names nodes of a cluster that it cannot reach, with user and password. */
    private static final Pattern USER = Pattern.compile("(?<=://)\\S+@");

    private static final String CONNECTION_CLOSED = "CONNECTION_CLOSED";
    private static final String QUEUE_FULL = "Redis waiting queue is full";

    static RedisFailure of(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof StoreUnavailableException known) {
            return new RedisFailure(known, true);
        }
        if (!(cause instanceof Response)) {
            return message.equals(QUEUE_FULL)
                    ? new RedisFailure(new StoreUnavailableException("Too many commands wait for Redis", cause), false)
                    : unreachable(message, cause);
        }
        if (message.equals(CONNECTION_CLOSED)) {
            return losing("The connection to Redis was lost", cause);
        }
        if (NOT_SERVING.stream().anyMatch(message::startsWith)) {
            return losing("Redis is not ready: " + message, cause);
        }
        if (message.startsWith("OOM")) {
            return refusal("Redis has reached its memory limit and takes no more data: " + message, cause);
        }
        return refusal("Redis refused: " + message, cause);
    }

    /** Whether Redis does not know a script. A batch puts its own words in front of the error. */
    static boolean isNoScript(Throwable failure) {
        return failure instanceof Response
                && String.valueOf(failure.getMessage()).contains("NOSCRIPT");
    }

    /** Whether a stream, or its consumer group, is not there, or something else is in its place. */
    static boolean isAboutAbsence(Throwable failure) {
        return failure instanceof Response
                && Stream.of("NOGROUP", "WRONGTYPE").anyMatch(String.valueOf(failure.getMessage())::startsWith);
    }

    /** Whether Redis has answered that it does not do what this very command asks; others it may. */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof StoreRefusedException;
    }

    /** Whether a command was refused because a key holds something of another type, or may not be touched. */
    static boolean isAboutKey(Throwable failure) {
        return isRefusal(failure)
                && Stream.of("WRONGTYPE", "NOPERM")
                        .anyMatch(String.valueOf(failure.getCause().getMessage())::startsWith);
    }

    private static RedisFailure unreachable(String message, Throwable cause) {
        String shown = USER.matcher(message).replaceAll("");
        return losing("Redis cannot be reached: " + shown, shown.equals(message) ? cause : null);
    }

    private static RedisFailure losing(String message, Throwable cause) {
        return new RedisFailure(new StoreUnavailableException(message, cause), true);
    }

    private static RedisFailure refusal(String message, Throwable cause) {
        return new RedisFailure(new StoreRefusedException(message, cause), false);
    }
}
