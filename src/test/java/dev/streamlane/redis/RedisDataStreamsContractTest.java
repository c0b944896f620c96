package dev.streamlane.redis;

import dev.streamlane.streams.DataStreams;
import dev.streamlane.streams.DataStreamsContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisDataStreamsContractTest extends DataStreamsContract {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private DataStreams streams;

    @BeforeEach
    void create() {
        streams = REDIS.dataStreams(READ_BATCH, new WaitingPlaces(10));
    }

    @Override
    protected DataStreams streams() {
        return streams;
    }

    @Override
    protected String append(String name, Map<String, String> fields) {
        return REDIS.append(name, fields);
    }

    @Override
    protected void advance(Duration time) {
        REDIS.advance(time);
    }
}
