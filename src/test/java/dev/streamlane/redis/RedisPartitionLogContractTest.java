package dev.streamlane.redis;

import dev.streamlane.consumer.PartitionLogContract;
import dev.streamlane.testing.Ports;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPartitionLogContractTest extends PartitionLogContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    @Override
    protected Ports ports() {
        return REDIS;
    }
}
