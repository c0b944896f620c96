package dev.streamlane.redis;

import dev.streamlane.coordination.MembershipContract;
import dev.streamlane.testing.Ports;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisMembershipContractTest extends MembershipContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    @Override
    protected Ports ports() {
        return REDIS;
    }
}
