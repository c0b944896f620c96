package dev.streamlane.coordination;

import dev.streamlane.partition.GroupId;

/**
 * Hears that something has changed. A wake-up may get lost or come for nothing: it only makes the next beat come sooner.
 */
public interface Wakeups {
    /** Where a group's members are told. */
    Channel ofGroup(GroupId group);

    /** Where those who serve a stream service are told. */
    Channel ofService(String service);

    /** Something that can be listened to. */
    interface Channel {
        /** Calls {@code listener}, which must not block, on each wake-up, until the returned handle is closed. */
        Subscription subscribe(Runnable listener);
    }

    /** A subscription that can be ended. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
