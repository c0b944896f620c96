package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.producer.StreamLog;
import dev.streamlane.producer.StreamLog.Added;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.redis.client.Response;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisStreamLogTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final String INPUT = "orders-input";
    private static final String ASSIGNMENT = "{\"DataStreamName\":\"ü😀\",\"Info\":{\"n\":1.0}}";

    @Test
    void anAssignmentStandsInTheOneFieldThatTheGoClientReads() {
        Added added = get(log(0).add("orders", ASSIGNMENT, 10));

        Response entry = REDIS.run("XRANGE", INPUT, "-", "+").get(0);
        assertThat(added).isEqualTo(new Added.Written(entry.get(0).toString()));
        assertThat(entry.get(1).stream().map(Response::toString)).containsExactly("lbs-input", ASSIGNMENT);
    }

    @Test
    void g8_aFullServiceTakesNothingAndSaysHowLongItIs() {
        StreamLog log = log(0);
        get(log.add("orders", ASSIGNMENT, 2));
        get(log.add("orders", ASSIGNMENT, 2));

        assertThat(get(log.add("orders", ASSIGNMENT, 2))).isEqualTo(new Added.Full(2));

        assertThat(REDIS.number("XLEN", INPUT)).isEqualTo(2);
    }

    @Test
    void aServiceHasRoomAgainWhenAStreamIsDone() {
        StreamLog log = log(0);
        Added.Written first = (Added.Written) get(log.add("orders", ASSIGNMENT, 1));
        REDIS.run("XDEL", INPUT, first.entryId());

        assertThat(get(log.add("orders", ASSIGNMENT, 1))).isInstanceOf(Added.Written.class);
    }

    @Test
    void withoutABoundAServiceIsNeverFull() {
        StreamLog log = log(0);
        for (int i = 0; i < 10; i++) {
            assertThat(get(log.add("orders", ASSIGNMENT, 0))).isInstanceOf(Added.Written.class);
        }
    }

    @Test
    void aStreamThatTooFewReplicasConfirmedIsReportedAsSuch() {
        StreamLog log = log(1);
        get(log.add("orders", ASSIGNMENT, 10));
        REDIS.run("SCRIPT", "FLUSH");

        assertThat(get(log.add("orders", ASSIGNMENT, 10)))
                .isInstanceOfSatisfying(Added.Unconfirmed.class, some -> assertThat(some.replicas())
                        .isZero());

        assertThat(REDIS.number("XLEN", INPUT)).isEqualTo(2);
    }

    @Test
    void g7_aRedisWithoutMemoryTakesNothingAndIsNamed() {
        get(log(0).add("orders", ASSIGNMENT, 10));
        REDIS.run("CONFIG", "SET", "maxmemory", 1);
        try {
            assertThatThrownBy(() -> get(log(0).add("orders", ASSIGNMENT, 10)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("OOM");
        } finally {
            REDIS.run("CONFIG", "SET", "maxmemory", 0);
        }

        assertThat(REDIS.number("XLEN", INPUT)).isEqualTo(1);
    }

    private static StreamLog log(int waitReplicas) {
        return new RedisStreamLog(new Writes(REDIS.lanes(), waitReplicas, Duration.ofMillis(20)), REDIS.keys());
    }
}
