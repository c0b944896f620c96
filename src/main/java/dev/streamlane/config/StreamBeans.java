package dev.streamlane.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.ProcessorThreads;
import dev.streamlane.streams.DataStreams;
import dev.streamlane.streams.LoadBalancers;
import dev.streamlane.streams.ServiceContexts;
import dev.streamlane.streams.StreamEvents;
import dev.streamlane.streams.StreamSettings;
import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.random.RandomGenerator;

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

    @Produces
    @Singleton
    ServiceContexts serviceContexts(
            LoadBalancers balancers,
            DataStreams dataStreams,
            StreamSettings settings,
            ProcessorThreads threads,
            @All List<StreamEvents> listeners,
            ObjectMapper mapper,
            Vertx vertx,
            Ticker ticker,
            RandomGenerator random) {
        StreamListeners events = new StreamListeners(listeners);
        return new ServiceContexts(balancers, dataStreams, settings, threads, events, mapper, vertx, ticker, random);
    }
}
