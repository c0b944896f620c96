package dev.streamlane.redis;

import dev.streamlane.testing.Ports;
import dev.streamlane.topic.RetentionContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRetentionContractTest extends RetentionContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    @Override
    protected Ports ports() {
        return REDIS;
    }
}
