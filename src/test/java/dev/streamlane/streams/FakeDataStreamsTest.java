package dev.streamlane.streams;

import java.time.Duration;
import java.util.Map;

class FakeDataStreamsTest extends DataStreamsContract {
    private final FakeDataStreams streams = new FakeDataStreams(READ_BATCH);

    @Override
    protected DataStreams streams() {
        return streams;
    }

    @Override
    protected String append(String name, Map<String, String> fields) {
        return streams.append(name, fields);
    }

    @Override
    protected void advance(Duration time) {
        streams.advance(time);
    }
}
