package dev.streamlane.redis;

import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRemovalRacesTest extends RemovalRaceContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    RedisRemovalRacesTest() {
        super(REDIS);
    }
}
