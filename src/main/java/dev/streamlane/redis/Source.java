package dev.streamlane.redis;

import io.vertx.redis.client.Command;

/**
 * What can be listened to.
 *
 * @param kind one channel, or all that match a pattern
 * @param name the channel or the pattern
 */
record Source(Kind kind, String name) {
    static Source channel(String name) {
        return new Source(Kind.CHANNEL, name);
    }

    static Source pattern(String name) {
        return new Source(Kind.PATTERN, name);
    }

    /** How it is subscribed, and what its messages begin with: both name the channel or the pattern next. */
    enum Kind {
        CHANNEL(Command.SUBSCRIBE, Command.UNSUBSCRIBE, "subscribe", "message"),
        PATTERN(Command.PSUBSCRIBE, Command.PUNSUBSCRIBE, "psubscribe", "pmessage");

        private final Command begin;
        private final Command end;
        private final String subscribed;
        private final String published;

        Kind(Command begin, Command end, String subscribed, String published) {
            this.begin = begin;
            this.end = end;
            this.subscribed = subscribed;
            this.published = published;
        }

        Command begin() {
            return begin;
        }

        Command end() {
            return end;
        }

        /** The message that confirms a subscription. */
        String subscribed() {
            return subscribed;
        }

        /** The message that brings what was published, as its last part. */
        String published() {
            return published;
        }
    }
}
