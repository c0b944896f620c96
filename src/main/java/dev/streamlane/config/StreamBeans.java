package dev.streamlane.config;

import dev.streamlane.streams.StreamSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts together, from the configuration, what a replica needs to serve stream services. */
@Singleton
final class StreamBeans {
    @Produces
    @Singleton
    StreamSettings streamSettings(StreamlaneConfig config) {
        StreamsConfig streams = config.streams();
        return new StreamSettings(
                streams.maxStreams(),
                streams.lockTtl(),
                streams.maxAttempts(),
                streams.handOverTimeout(),
                streams.maxInfo(),
                config.consumer().initialBackoff(),
                config.consumer().maxBackoff(),
                config.redis().block());
    }
}
