package dev.streamlane.coordination;

import dev.streamlane.partition.GroupId;

/**
 * Hears that something about a group has changed. A wake-up may get lost or come for nothing: it only makes the next beat
 * come sooner.
 */
public interface Wakeups {
    /**
     * Calls {@code listener} on each wake-up of the group, until the returned handle is closed. The listener must not
     * block.
     */
    Subscription subscribe(GroupId group, Runnable listener);

    /** A subscription that can be ended. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
