package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisFactsTest {
    private static final String INFO = """
            # Server\r
            redis_version:7.0.15\r
            # Memory\r
            maxmemory:1048576\r
            maxmemory_policy:allkeys-lru\r
            # Persistence\r
            aof_enabled:1\r
            """;

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    @Test
    void persistenceAndEvictionStandOnOneLine() {
        assertThat(RedisFacts.of(INFO, "3600 1 300 100").summary())
                .isEqualTo("Redis 7.0.15: append-only file yes, snapshots 3600 1 300 100, maxmemory 1048576,"
                        + " maxmemory-policy allkeys-lru");
    }

    @Test
    void evictionIsWarnedOf() {
        assertThat(RedisFacts.of(INFO, "").warning())
                .hasValueSatisfying(text -> assertThat(text).contains("allkeys-lru", "noeviction"));
    }

    @Test
    void noEvictionAndUnknownEvictionAreNotWarnedOf() {
        assertThat(RedisFacts.of(INFO.replace("allkeys-lru", "noeviction"), "").warning())
                .isEmpty();
        assertThat(RedisFacts.of("", null).warning()).isEmpty();
    }

    @Test
    void whatRedisDoesNotTellIsAQuestionMark() {
        assertThat(RedisFacts.of("# Server\r\n", null)).isEqualTo(new RedisFacts("Redis ?", "?", "?", "?", "?"));
    }

    @Test
    void valkeyIsNamedAsSuch() {
        assertThat(RedisFacts.of("redis_version:7.2.4\r\nvalkey_version:8.1.0\r\n", "")
                        .server())
                .isEqualTo("Valkey 8.1.0");
    }

    @Test
    void aRealRedisTells() {
        RedisFacts facts = get(new RedisReport(REDIS.lanes()).read());

        assertThat(facts.server()).matches("(Redis|Valkey) \\d+\\..*");
        assertThat(facts)
                .extracting(RedisFacts::appendOnly, RedisFacts::snapshots, RedisFacts::eviction, RedisFacts::maxMemory)
                .containsExactly("no", "none", "noeviction", "0");
    }

    @Test
    void aRedisThatForbidsConfigTellsTheRest() {
        REDIS.run("ACL", "SETUSER", "default", "-config");
        try {
            assertThat(get(new RedisReport(REDIS.lanes()).read()))
                    .extracting(RedisFacts::snapshots, RedisFacts::eviction)
                    .containsExactly("?", "noeviction");
        } finally {
            REDIS.run("ACL", "SETUSER", "default", "+config");
        }
    }
}
