package dev.streamlane.redis;

import dev.streamlane.streams.LoadBalancerDuplicatesContract;
import dev.streamlane.streams.LoadBalancerStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLoadBalancerDuplicatesContractTest extends LoadBalancerDuplicatesContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private final RedisLoadBalancerStore own = new RedisLoadBalancerStore(REDIS);

    @Override
    protected LoadBalancerStore store() {
        return own;
    }

    @AfterEach
    void close() {
        own.close();
    }
}
