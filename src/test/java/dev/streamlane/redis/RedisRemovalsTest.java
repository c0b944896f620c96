package dev.streamlane.redis;

import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRemovalsTest extends RemovalContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    RedisRemovalsTest() {
        super(REDIS);
    }
}
