package dev.streamlane.redis;

import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterRemovalRacesTest extends RemovalRaceContract {
    @RegisterExtension
    static final RedisFixture REDIS = RedisFixture.cluster();

    ClusterRemovalRacesTest() {
        super(REDIS);
    }
}
