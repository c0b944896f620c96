package dev.streamlane.redis;

import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterRemovalsTest extends RemovalContract {
    @RegisterExtension
    static final RedisFixture REDIS = RedisFixture.cluster();

    ClusterRemovalsTest() {
        super(REDIS);
    }
}
