package dev.streamlane.redis;

import dev.streamlane.coordination.Ticker;
import io.vertx.redis.client.Response;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What foreign clients make necessary: what this replica has must not look abandoned, and what they leave behind must go. A
 * call that fails is made up for by the next one.
 */
final class Upkeep {
    /** Often enough that nothing gets as old as 40 s, when a foreign client that starts would take it. */
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Often enough, beside beats, for a foreign client that takes what has been idle for 2 s. */
    private static final long BESIDE_FOREIGN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** How many entries a call refreshes: it takes Redis about a millisecond. */
    private static final int REFRESHED = 500;

    /** About how many entries a call looks at to see whether they are finished. */
    private static final int TIDIED = 100;

    private static final String FIRST = "0-0";
    private static final String START = "0";

    private final RedisLane lane;
    private final LoadBalancerCalls calls;
    private final Ticker ticker;
    private final AtomicLong last;
    private final AtomicLong refreshed;
    private volatile String states = START;
    private volatile String names = START;

    Upkeep(RedisLane lane, LoadBalancerCalls calls, Ticker ticker) {
        this.lane = lane;
        this.calls = calls;
        this.ticker = ticker;
        this.last = new AtomicLong(ticker.nanos());
        this.refreshed = new AtomicLong(ticker.nanos() - BESIDE_FOREIGN_NANOS);
    }

    /** There was a beat. */
    void beat() {
        boolean due = due(last, INTERVAL_NANOS);
        // One that is there already, and hears late that a lock had expired, takes what has been idle for 2 s.
        if (due(refreshed, BESIDE_FOREIGN_NANOS) || due) {
            refresh(FIRST, !due);
        }
        if (due) {
            CompletionStage<Response> tidied = lane.call(calls.tidy(states, names, TIDIED));
            tidied.thenAccept(this::remember);
        }
    }

    private boolean due(AtomicLong done, long interval) {
        long now = ticker.nanos();
        long before = done.get();
        return now - before >= interval && done.compareAndSet(before, now);
    }

    private void refresh(String after, boolean besideForeign) {
        CompletionStage<Response> made = lane.call(calls.refresh(after, REFRESHED, besideForeign));
        made.thenAccept(reply -> {
            String next = reply.size() == 1 ? null : Replies.text(reply, 1);
            if (next != null) {
                refresh(next, besideForeign);
            }
        });
    }

    private void remember(Response cursors) {
        states = Replies.text(cursors, 0);
        names = Replies.text(cursors, 1);
    }
}
