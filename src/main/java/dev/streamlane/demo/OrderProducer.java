package dev.streamlane.demo;

import dev.streamlane.producer.NewStream;
import dev.streamlane.producer.StreamProducer;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Adds the example's order streams. It counts them from 0 whenever it is started: a stream whose name is still taken waits
 * until the earlier one of that name is done. Not for concurrent calls.
 */
@Singleton
@IfBuildProperty(name = "streamlane.demo.enabled", stringValue = "true")
final class OrderProducer {
    private static final Logger LOG = Logger.getLogger(OrderProducer.class);

    private final StreamProducer producer;
    private final Clock clock;
    private final int count;
    private int produced;

    OrderProducer(StreamProducer producer, Clock clock, DemoConfig config) {
        this.producer = producer;
        this.clock = clock;
        this.count = config.orders().count();
    }

    /** Adds some streams, one after the other. */
    Uni<Void> produce() {
        return Multi.createFrom()
                .range(0, count)
                .onItem()
                .transformToUniAndConcatenate(i -> add(produced++))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<String> add(int number) {
        NewStream stream = new NewStream("order-stream-" + number, Order.of(number, clock.instant()));
        return producer.add(OrderProcessor.SERVICE, stream)
                .invoke(id -> LOG.infof("Produced message %d: %s", number, stream.dataStreamName()));
    }
}
