package dev.streamlane.config;

import dev.streamlane.streams.StreamEvents;
import java.time.Duration;
import java.util.List;

/** Tells several listeners what happens to the streams of services. */
final class StreamListeners implements StreamEvents {
    private final Audience<StreamEvents> audience;

    StreamListeners(List<StreamEvents> listeners) {
        this.audience = new Audience<>(listeners);
    }

    @Override
    public void beat(String service, Duration took) {
        audience.tell(listener -> listener.beat(service, took));
    }

    @Override
    public void beatFailed(String service) {
        audience.tell(listener -> listener.beatFailed(service));
    }

    @Override
    public void assigned(String service, boolean claimed) {
        audience.tell(listener -> listener.assigned(service, claimed));
    }

    @Override
    public void started(String service) {
        audience.tell(listener -> listener.started(service));
    }

    @Override
    public void ended(String service, Result result, Duration took) {
        audience.tell(listener -> listener.ended(service, result, took));
    }

    @Override
    public void retrying(String service) {
        audience.tell(listener -> listener.retrying(service));
    }

    @Override
    public void deadLettered(String service) {
        audience.tell(listener -> listener.deadLettered(service));
    }

    @Override
    public void lockLost(String service) {
        audience.tell(listener -> listener.lockLost(service));
    }

    @Override
    public void observed(String service, int held, long waiting, long unowned) {
        audience.tell(listener -> listener.observed(service, held, waiting, unowned));
    }
}
