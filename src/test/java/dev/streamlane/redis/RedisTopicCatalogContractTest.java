package dev.streamlane.redis;

import dev.streamlane.testing.Ports;
import dev.streamlane.topic.TopicCatalogContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisTopicCatalogContractTest extends TopicCatalogContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    @Override
    protected Ports ports() {
        return REDIS;
    }
}
