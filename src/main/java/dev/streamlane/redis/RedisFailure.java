package dev.streamlane.redis;

import dev.streamlane.topic.StoreFullException;
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

    /** Answers to commands that a server can serve, but not now; it has not begun with them. */
    private static final List<String> NOT_NOW = List.of("MISCONF", "BUSY ");

    /** What the client puts in front of the answer to the first command of a batch, which is the one that writes. */
    private static final String FIRST_OF_BATCH = "ERR [0] ";

    /** The client names nodes of a cluster that it cannot reach, with user and password. */
    private static final Pattern USER = Pattern.compile("(?<=://)\\S+@");

    private static final String CONNECTION_CLOSED = "CONNECTION_CLOSED";
    private static final String QUEUE_FULL = "Redis waiting queue is full";

    static RedisFailure of(Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        String message = said.startsWith(FIRST_OF_BATCH) ? said.substring(FIRST_OF_BATCH.length()) : said;
        if (cause instanceof StoreUnavailableException known) {
            return new RedisFailure(known, true);
        }
        if (!(cause instanceof Response)) {
            return message.equals(QUEUE_FULL)
                    ? new RedisFailure(
                            new StoreUnavailableException("Too many commands wait for Redis", cause, true), false)
                    : unreachable(message, cause);
        }
        if (message.equals(CONNECTION_CLOSED)) {
            return losing("The connection to Redis was lost", cause, false);
        }
        if (NOT_SERVING.stream().anyMatch(message::startsWith)) {
            return losing("Redis is not ready: " + message, cause, true);
        }
        if (message.startsWith("OOM")) {
            return keeping(new StoreFullException(
                    "Redis has reached its memory limit and takes no more data: " + message, cause));
        }
        boolean untouched = NOT_NOW.stream().anyMatch(message::startsWith);
        return keeping(new StoreRefusedException("Redis refused: " + message, cause, untouched));
    }

    /** What the caller gets if the failure came before anything could be sent. */
    StoreUnavailableException beforehand() {
        return exception instanceof StoreRefusedException
                ? new StoreRefusedException(exception.getMessage(), exception.getCause(), true)
                : new StoreUnavailableException(exception.getMessage(), exception.getCause(), true);
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
        return losing("Redis cannot be reached: " + shown, shown.equals(message) ? cause : null, false);
    }

    private static RedisFailure losing(String message, Throwable cause, boolean untouched) {
        return new RedisFailure(new StoreUnavailableException(message, cause, untouched), true);
    }

    private static RedisFailure keeping(StoreUnavailableException exception) {
        return new RedisFailure(exception, false);
    }
}
