package dev.streamlane.removal;

import java.util.function.BooleanSupplier;

/** Tells for how long an answer may be relied on, so that a process that was stopped asks again. */
@FunctionalInterface
public interface Freshness {
    /** Whether what is asked for now may still be relied on, whenever that is asked. */
    BooleanSupplier fromNow();
}
