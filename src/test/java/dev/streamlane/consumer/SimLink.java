package dev.streamlane.consumer;

import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One replica's way to the simulated Redis. It can be cut, and while it is bad, requests and answers get lost, are slow, or
 * arrive after the caller has given up and said something else.
 */
final class SimLink {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final SimWorld world;
    private final SimReplica replica;
    private long cutUntil;
    private long badUntil;
    private long lastArrival;

    SimLink(SimWorld world, SimReplica replica) {
        this.world = world;
        this.replica = replica;
    }

    /** What a call does in Redis. */
    interface Call<T> {
        T make();
    }

    /** How one call fares. */
    private enum Fate {
        ARRIVES,
        REQUEST_LOST,
        REPLY_LOST,
        LATE
    }

    void cut(Duration span) {
        cutUntil = world.nanos() + span.toNanos();
    }

    void worsen(Duration span) {
        badUntil = world.nanos() + span.toNanos();
    }

    void heal() {
        cutUntil = 0;
        badUntil = 0;
    }

    /** A call that the beat thread waits for. */
    <T> T call(Call<T> effect) {
        Fate fate = fate();
        if (fate == Fate.ARRIVES) {
            replica.block(latency());
            T reply = effect.make();
            replica.block(latency());
            return reply;
        }
        if (fate == Fate.LATE) {
            world.after(TIMEOUT.toNanos() + latency(), effect::make);
        }
        replica.block(latency());
        if (fate == Fate.REPLY_LOST) {
            effect.make();
        }
        replica.block(TIMEOUT.toNanos());
        throw new StoreUnavailableException("simulated: " + fate, null);
    }

    /** A call whose answer comes later; an effect of {@code null} means that Redis refused it as out of date. */
    <T> CompletionStage<T> send(Call<T> effect) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Fate fate = fate();
        long arrival = Math.max(latency(), lastArrival - world.nanos());
        lastArrival = fate == Fate.LATE ? lastArrival : world.nanos() + arrival;
        if (fate == Fate.LATE) {
            world.after(TIMEOUT.toNanos() + world.between(Duration.ZERO, Duration.ofSeconds(3)), effect::make);
        } else if (fate != Fate.REQUEST_LOST) {
            world.after(arrival, () -> {
                T reply = effect.make();
                if (fate == Fate.ARRIVES && reply != null) {
                    world.after(latency(), replica, () -> answer.complete(reply));
                }
            });
        }
        world.after(
                TIMEOUT.toNanos() + arrival,
                replica,
                () -> answer.completeExceptionally(new StoreUnavailableException("simulated: " + fate, null)));
        return answer;
    }

    private Fate fate() {
        if (world.nanos() < cutUntil) {
            return Fate.REQUEST_LOST;
        }
        boolean bad = world.nanos() < badUntil && world.random().nextInt(4) == 0;
        return bad ? Fate.values()[1 + world.random().nextInt(3)] : Fate.ARRIVES;
    }

    private long latency() {
        boolean slow = world.nanos() < badUntil && world.random().nextInt(10) == 0;
        return world.between(Duration.ofNanos(50_000), slow ? Duration.ofMillis(900) : Duration.ofMillis(2));
    }
}
