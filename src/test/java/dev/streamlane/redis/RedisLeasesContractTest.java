package dev.streamlane.redis;

import dev.streamlane.coordination.LeasesContract;
import dev.streamlane.testing.Ports;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLeasesContractTest extends LeasesContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    @Override
    protected Ports ports() {
        return REDIS;
    }
}
