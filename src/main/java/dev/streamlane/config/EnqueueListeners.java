package dev.streamlane.config;

import dev.streamlane.producer.EnqueueEvents;
import java.util.List;

/** Tells several listeners what is enqueued. */
final class EnqueueListeners implements EnqueueEvents {
    private final Audience<EnqueueEvents> audience;

    EnqueueListeners(List<EnqueueEvents> listeners) {
        this.audience = new Audience<>(listeners);
    }

    @Override
    public void enqueued(String topic, int partition, int jobs) {
        audience.tell(listener -> listener.enqueued(topic, partition, jobs));
    }

    @Override
    public void failed(String topic, Failure failure, int jobs) {
        audience.tell(listener -> listener.failed(topic, failure, jobs));
    }

    @Override
    public void streamAdded(String service) {
        audience.tell(listener -> listener.streamAdded(service));
    }

    @Override
    public void streamFailed(String service, Failure failure) {
        audience.tell(listener -> listener.streamFailed(service, failure));
    }
}
