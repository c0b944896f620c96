package dev.streamlane.redis;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Shares out the connections that wait for new entries, so that the pool has some left for everything else. */
@Singleton
final class WaitingPlaces {
    private static final Logger LOG = Logger.getLogger(WaitingPlaces.class);

    /**
     * Ours are three lanes, at most four for enqueueing, one for data streams and one for wake-ups; the rest is for the
     * application's own code.
     */
    private static final int OTHER_CONNECTIONS = 16;

    private final Semaphore places;

    @Inject
    WaitingPlaces(RedisLanes lanes, @ConfigProperty(name = "quarkus.redis.max-pool-size") int poolSize) {
        this(places(lanes.settings().maxBlocking(), poolSize));
    }

    WaitingPlaces(int places) {
        this.places = new Semaphore(places);
    }

    /** Takes a place, if one is free. */
    boolean take() {
        return places.tryAcquire();
    }

    /** Gives back what {@link #take} gave. */
    void giveBack() {
        places.release();
    }

    static int places(int maxBlocking, int poolSize) {
        int most = Math.max(0, poolSize - OTHER_CONNECTIONS);
        if (maxBlocking > most) {
            LOG.warnf(
                    "Only %d connections can wait for new entries, not streamlane.redis.max-blocking = %d:"
                            + " quarkus.redis.max-pool-size = %d keeps %d for other uses",
                    most, maxBlocking, poolSize, OTHER_CONNECTIONS);
        }
        return Math.min(maxBlocking, most);
    }
}
