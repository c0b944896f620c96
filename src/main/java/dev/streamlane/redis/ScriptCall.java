package dev.streamlane.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;

/** One call of a script. */
record ScriptCall(Script script, List<String> keys, List<String> args) {
    ScriptCall {
        if (!script.keys().allow(keys.size())) {
            throw new IllegalArgumentException(script + " takes " + script.keys() + " keys, not " + keys.size());
        }
    }

    static ScriptCall of(Script script, List<String> keys, String... args) {
        return new ScriptCall(script, keys, List.of(args));
    }

    /** Runs it by its digest, or by its text where Redis does not know it yet, which teaches it to Redis. */
    Future<Response> send(RedisConnection connection) {
        return connection
                .send(byDigest())
                .recover(failure ->
                        RedisFailure.isNoScript(failure) ? connection.send(withText()) : Future.failedFuture(failure));
    }

    Request byDigest() {
        return request(Command.EVALSHA, script.sha());
    }

    Request withText() {
        return request(Command.EVAL, script.source());
    }

    private Request request(Command command, String code) {
        Request request = Request.cmd(command).arg(code).arg(keys.size());
        keys.forEach(request::arg);
        args.forEach(request::arg);
        return request;
    }
}
