package dev.streamlane.testing.foreign;

import dev.streamlane.testing.RespConnection;
import java.util.List;

/** Hears which keys have expired: each is a stream that somebody may claim. Of those that are deleted it does not hear. */
final class ForeignListener {
    private static final String CHANNEL = "__keyspace@0__:";
    private static final String LOCKS = CHANNEL + "*<MUTEX_KEY_SEP>*";

    private final ForeignProcess process;
    private final ForeignStreams streams;

    ForeignListener(ForeignProcess process, ForeignStreams streams) {
        this.process = process;
        this.streams = streams;
    }

    void start() {
        RespConnection subscription = process.connect();
        subscription.call("psubscribe", LOCKS);
        process.run(() -> listen(subscription));
    }

    private void listen(RespConnection subscription) {
        while (process.alive()) {
            List<?> message = (List<?>) subscription.receive();
            if (message.get(3).equals("expired")) {
                String key = ((String) message.get(2)).substring(CHANNEL.length());
                streams.expired(key);
            }
        }
    }
}
