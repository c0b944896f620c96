package dev.streamlane.demo;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Does something again and again, a pause after it was done the last time; a failure is logged and changes nothing. */
final class Repetition {
    private static final Logger LOG = Logger.getLogger(Repetition.class);

    private final Vertx vertx;
    private final Supplier<Duration> pause;
    private final Supplier<Uni<Void>> action;
    private volatile boolean ended;
    private volatile long timer;

    /**
     * @param pause asked before each time
     * @param action must neither block nor throw
     */
    Repetition(Vertx vertx, Supplier<Duration> pause, Supplier<Uni<Void>> action) {
        this.vertx = vertx;
        this.pause = pause;
        this.action = action;
    }

    /** Begins, with a pause. */
    void begin() {
        if (!ended) {
            timer = vertx.setTimer(pause.get().toMillis(), id -> act());
        }
    }

    /** Does it no more. A timer would outlive a live reload of dev mode. */
    void end() {
        ended = true;
        vertx.cancelTimer(timer);
    }

    private void act() {
        if (!ended) {
            action.get().subscribe().with(done -> begin(), failure -> {
                LOG.warnf("The example goes on later: %s", failure.getMessage());
                begin();
            });
        }
    }
}
