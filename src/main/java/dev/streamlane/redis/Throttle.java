package dev.streamlane.redis;

import java.util.function.Consumer;

/** Lets the first of many calls through at once, and those that come while it rests as one, when the rest is over. */
final class Throttle {
    private final Runnable action;
    private final Consumer<Runnable> rest;
    private boolean resting;
    private boolean again;

    /** @param rest calls what it is given when the rest is over */
    Throttle(Runnable action, Consumer<Runnable> rest) {
        this.action = action;
        this.rest = rest;
    }

    void call() {
        synchronized (this) {
            again = resting;
            if (resting) {
                return;
            }
            resting = true;
        }
        rest.accept(this::rested);
        action.run();
    }

    private void rested() {
        synchronized (this) {
            resting = false;
            if (!again) {
                return;
            }
        }
        call();
    }
}
