package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.RespConnection;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordOfHostsTest {
    private static final String DIFFICULT = "p%a ss#w?rd+$1/\\@:&=ü";

    @Test
    void aUserWithAPasswordThatNoUrlCouldHoldIsLetIn() throws Exception {
        try (RedisServer server = RedisServer.start();
                RespConnection admin = new RespConnection(server.port())) {
            admin.call("ACL", "SETUSER", "streamlane", "on", ">" + DIFFICULT, "+acl|whoami");
            Vertx vertx = Vertx.vertx();
            Redis redis = Redis.createClient(
                    vertx, customized(DIFFICULT, server.uri().toString().replace("://", "://streamlane@")));

            assertThat(get(redis.send(Request.cmd(Command.ACL).arg("WHOAMI")).toCompletionStage()))
                    .hasToString("streamlane");
            redis.close();
            get(vertx.close().toCompletionStage());
        }
    }

    @Test
    void everyNodeGetsIt() {
        assertThat(customized("secret", "rediss://me@node-0:6379", "rediss://me@[::1]:6379?client=x")
                        .getEndpoints())
                .containsExactly("rediss://me:secret@node-0:6379", "rediss://me:secret@[::1]:6379?client=x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis://node:6379", "redis://me:other@node:6379", "redis://:other@node", "redis://node/1?a=b@c"
            })
    void aHostWithoutAUserOrWithAPasswordOfItsOwnStaysAsItIs(String host) {
        assertThat(customized("secret", host).getEndpoints()).containsExactly(host);
    }

    @Test
    void withoutAPasswordNothingIsChanged() {
        assertThat(customized(null, "redis://me@node").getEndpoints()).containsExactly("redis://me@node");
    }

    private static RedisOptions customized(String password, String... hosts) {
        RedisOptions options = new RedisOptions().setEndpoints(List.of(hosts)).setPassword(password);
        new PasswordOfHosts().customize("<default>", options);
        return options;
    }
}
