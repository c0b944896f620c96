package dev.streamlane.config;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Those who listen to one kind of event. What one of them throws reaches neither the others nor whoever tells: that may be
 * about to give back a slot, or to answer for jobs that are written already.
 */
final class Audience<L> {
    private static final Logger LOG = Logger.getLogger(Audience.class);

    private final List<L> listeners;
    private final Set<Class<?>> failed = ConcurrentHashMap.newKeySet();

    Audience(List<L> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Tells all of them of an event. */
    void tell(Consumer<L> event) {
        for (L listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) { // Errors too: who tells can make nothing of them either.
                complain(listener.getClass(), e);
            }
        }
    }

    /** Once for each of them: it may fail at every job. */
    private void complain(Class<?> listener, Throwable failure) {
        if (failed.add(listener)) {
            LOG.errorf(failure, "%s failed: what it shows may be wrong from now on", listener.getName());
        }
    }
}
