package dev.streamlane.devmode;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LocalRedisHostsTest {

    @Inject
    RedisDataSource redis;

    @Test
    void givesTestsARedisWithoutAnySetUp() {
        assertThat(redis.execute("PING").toString()).isEqualTo("PONG");
    }
}
