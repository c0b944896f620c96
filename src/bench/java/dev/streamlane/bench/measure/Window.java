package dev.streamlane.bench.measure;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Time that passes while something is watched that happens by itself. */
final class Window {
    private Window() {}

    static void pass(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
