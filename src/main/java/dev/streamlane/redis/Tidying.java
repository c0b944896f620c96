package dev.streamlane.redis;

import io.vertx.redis.client.Response;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Removes what foreign clients leave behind in a service's hashes, a little at a time. */
final class Tidying {
    /** A beat in so many tidies. */
    private static final int BEATS = 5;

    /** About how many entries a call looks at: it takes Redis well under a millisecond. */
    private static final int COUNT = 100;

    private static final String START = "0";

    private final RedisLane lane;
    private final LoadBalancerCalls calls;
    private final AtomicInteger beats = new AtomicInteger();
    private volatile String states = START;
    private volatile String names = START;

    Tidying(RedisLane lane, LoadBalancerCalls calls) {
        this.lane = lane;
        this.calls = calls;
    }

    /** There was a beat. A call that fails is made up for by later ones. */
    void beat() {
        if (beats.incrementAndGet() % BEATS == 0) {
            CompletionStage<Response> tidied = lane.call(calls.tidy(states, names, COUNT));
            tidied.thenAccept(this::remember);
        }
    }

    private void remember(Response cursors) {
        states = Replies.text(cursors, 0);
        names = Replies.text(cursors, 1);
    }
}
