package dev.streamlane.redis;

import dev.streamlane.producer.JobLogContract;
import dev.streamlane.testing.Ports;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisJobLogContractTest extends JobLogContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    @Override
    protected Ports ports() {
        return REDIS;
    }
}
