package dev.streamlane.rest;

import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Dead letters of a topic and a service with names of their own, in the Redis that all tests share.
 *
 * @param name of topic and service
 */
record DeadLetterScene(Http http, Redis redis, String name) {
    private static final String DEAD = "redisaq:dead_letter";

    /** The topic with one partition, and a group that has begun. */
    DeadLetterScene withTopic(String group) {
        http.send("PUT", "/topics/" + name, Http.JSON, "{\"partitions\":1}".getBytes(StandardCharsets.UTF_8));
        run("SADD", "redisaq:{" + name + "}:groups", group);
        run("XGROUP", "CREATE", stream(), group, "$", "MKSTREAM");
        return this;
    }

    /** A dead letter; its id. */
    String letter(String group, String entryId, String error, String... job) {
        List<String> args = new ArrayList<>(List.of(DEAD, "*"));
        args.addAll(List.of(job));
        args.addAll(death(group, stream(), entryId, error));
        return run("XADD", args.toArray()).toString();
    }

    /** A dead letter of a job without a key. */
    String letter(String entryId) {
        return letter("g", entryId, "boom", "msg_id", "job-" + entryId, "payload", "{\"n\":1}");
    }

    /** A dead letter of the service. */
    String assignment(String entryId, String text) {
        List<String> args = new ArrayList<>(List.of(DEAD, "*", "lbs-input", text));
        args.addAll(death(name + "-group", name + "-input", entryId, "boom"));
        return run("XADD", args.toArray()).toString();
    }

    private static List<String> death(String group, String stream, String entryId, String error) {
        return List.of(
                "group",
                group,
                "stream",
                stream,
                "entry_id",
                entryId,
                "attempts",
                "5",
                "error",
                error,
                "failed_at",
                "1763781600.123",
                "consumer",
                "ann");
    }

    boolean isThere(String letter) {
        return run("XRANGE", DEAD, letter, letter).size() == 1;
    }

    String stream() {
        return "redisaq:" + name + ":0";
    }

    /** The fields of all entries of a stream, as {@code [name, value, …]}. */
    List<String> entries(String stream) {
        return run("XRANGE", stream, "-", "+").stream()
                .map(entry -> entry.get(1).toString())
                .toList();
    }

    Answer get(String path) {
        return http.send("GET", path);
    }

    Answer bulk(String what, String body) {
        return http.post("/dead-letters/" + what, Http.JSON, body);
    }

    Response run(String command, Object... args) {
        Request request = Request.cmd(Command.create(command));
        for (Object arg : args) {
            request.arg(String.valueOf(arg));
        }
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }
}
