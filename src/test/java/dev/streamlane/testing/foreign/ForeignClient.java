package dev.streamlane.testing.foreign;

import dev.streamlane.testing.RespConnection;
import dev.streamlane.testing.RespConnection.ErrorReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A replica of a stream service that is not Streamlane: it sends Redis what redis-stream-client-go sends, in that order and
 * with those habits, good and bad. What it was compared with is version 0.4.0 of that client, with redsync 4.13, under {@code
 * MONITOR}.
 */
public final class ForeignClient implements AutoCloseable {
    private static final String NOTIFICATIONS = "notify-keyspace-events";
    private static final String EXPIRED_KEYS = "KEx";
    private static final Duration RECOVERY_IDLE = ForeignLock.TTL.multipliedBy(20);
    private static final String RECOVERY_COUNT = "1000";
    private static final String NOTHING_MORE = "0-0";

    private final ForeignProcess process;
    private final ForeignReader reader;
    private final ForeignStreams streams;
    private final ForeignListener listener;
    private final String lbs;
    private final String group;
    private final String consumer;

    /**
     * What its application does with a stream, on a thread of its own. When it returns, the stream is done.
     *
     * @see ForeignClient
     */
    @FunctionalInterface
    public interface Work {
        /** Never ends by itself. */
        Work FOREVER = stream -> Thread.currentThread().join();

        void on(Assigned stream) throws InterruptedException;
    }

    /**
     * A stream that it was given.
     *
     * @param claimed whether another consumer had it before
     */
    public record Assigned(String name, String entryId, boolean claimed) {}

    /**
     * What can be set.
     *
     * @param override whether to start though somebody has set which events Redis tells of, and to set that anew
     * @param betweenLocks how long it takes from one lock to the next
     */
    public record Options(boolean override, Duration betweenLocks) {
        public static final Options DEFAULTS = new Options(false, Duration.ZERO);

        public Options overriding() {
            return new Options(true, betweenLocks);
        }

        public Options slow(Duration pause) {
            return new Options(override, pause);
        }
    }

    private ForeignClient(int port, String service, String podName, Options options, Work work) {
        lbs = service + "-input";
        group = service + "-group";
        consumer = "redis-consumer-" + podName;
        process = new ForeignProcess(port, podName);
        streams = new ForeignStreams(process, lbs, group, consumer, work);
        reader = new ForeignReader(process, streams, options.betweenLocks());
        listener = new ForeignListener(process, streams);
    }

    /**
     * Starts a replica, which is ready when this returns.
     *
     * @throws IllegalStateException if somebody has set which events Redis tells of
     */
    public static ForeignClient start(int port, String service, String podName, Options options, Work work) {
        ForeignClient client = new ForeignClient(port, service, podName, options, work);
        try {
            client.start(options.override());
            return client;
        } catch (IllegalStateException e) {
            client.close();
            throw e;
        }
    }

    /** What it believes to have. */
    public Set<String> held() {
        return streams.held();
    }

    /** What it had and was told, by a lock that it could not extend, not to have any more. */
    public List<String> disowned() {
        return streams.disowned();
    }

    /** Whether it has stopped reading for good, because of a lock that it could not get or an entry it could not read. */
    public boolean readerEnded() {
        return reader.ended();
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP. */
    public void pause() {
        process.stop();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    /** Kills it, if it is still there. */
    @Override
    public void close() {
        kill();
    }

    private void start(boolean override) {
        List<?> set = (List<?>) process.call("config", "get", NOTIFICATIONS);
        if (!set.get(1).equals("") && !override) {
            throw new IllegalStateException(NOTIFICATIONS + " is set to " + set.get(1) + " already");
        }
        process.call("config", "set", NOTIFICATIONS, EXPIRED_KEYS);
        listener.start();
        try {
            process.call("xgroup", "create", lbs, group, "$", "mkstream");
        } catch (ErrorReply e) {
            if (!e.getMessage().startsWith("BUSYGROUP")) {
                throw e;
            }
        }
        recover();
        RespConnection blocking = process.connect();
        process.run(() -> reader.read(blocking, lbs, group, consumer));
    }

    /** Takes what anybody has had for long, whether it is locked or not. A lock it cannot get ends this, and only this. */
    private void recover() {
        List<Object> entries = new ArrayList<>();
        String next;
        do {
            List<?> reply = (List<?>) process.call(
                    "xautoclaim",
                    lbs,
                    group,
                    consumer,
                    String.valueOf(RECOVERY_IDLE.toMillis()),
                    NOTHING_MORE,
                    "count",
                    RECOVERY_COUNT);
            next = (String) reply.get(0);
            entries.addAll((List<?>) reply.get(1));
        } while (!next.equals(NOTHING_MORE));
        reader.take(entries);
    }
}
