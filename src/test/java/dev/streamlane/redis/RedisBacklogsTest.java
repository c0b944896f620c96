package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.producer.Backlogs.Backlog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisBacklogsTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private RedisBacklogs backlogs;

    @BeforeEach
    void givenTwoPartitionsWithThreeJobsEach() {
        backlogs = new RedisBacklogs(REDIS.lanes(), REDIS.keys());
        for (int i = 0; i < 6; i++) {
            REDIS.append(REDIS.keys().stream(TOPIC, i % 2), Map.of("payload", "1"));
        }
    }

    @Test
    void aTopicWithoutAGroupHasAllOfItsJobsBeforeIt() {
        assertThat(get(backlogs.look(TOPIC, 2))).containsExactly(new Backlog(null, 6, -1));
    }

    @Test
    void aGroupHasFinishedWhatItReadAndAcknowledged() {
        REDIS.run("SADD", REDIS.keys().groups(TOPIC), "some", "none");
        for (int partition = 0; partition < 2; partition++) {
            String stream = REDIS.keys().stream(TOPIC, partition);
            REDIS.run("XGROUP", "CREATE", stream, "some", "0");
            REDIS.run("XREADGROUP", "GROUP", "some", "ann", "COUNT", "2", "STREAMS", stream, ">");
            REDIS.run("XACK", stream, "some", REDIS.entryIds(stream).get(0));
        }

        List<Backlog> seen = get(backlogs.look(TOPIC, 2));

        // The other one is known, and has not begun.
        assertThat(seen).containsExactlyInAnyOrder(new Backlog("some", 4, 2), new Backlog("none", 6, -1));
    }

    @Test
    void manyPartitionsOfManyGroupsAreLookedAtSomeAtATime() {
        for (int i = 0; i < 20; i++) {
            REDIS.run("SADD", REDIS.keys().groups(TOPIC), "group-" + i);
        }

        List<Backlog> seen = get(backlogs.look(TOPIC, 300));

        assertThat(seen).hasSize(20).allSatisfy(backlog -> assertThat(backlog.jobs())
                .isEqualTo(6));
    }
}
