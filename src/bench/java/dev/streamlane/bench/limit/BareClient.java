package dev.streamlane.bench.limit;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Carries out orders: each line of the input is one, with a number of entries; the line of output that follows is the time
 * it took in nanoseconds. Ends with its input.
 */
final class BareClient {
    /** Commands under way on one connection: a batch for each stream. */
    private static final int MAX_WAITING = 4096;

    private final BareStreams streams;
    private final Fill fill;
    private final Drain drain;

    private BareClient(Vertx vertx, RedisConnection writing, RedisConnection reading) {
        this.streams = new BareStreams(writing);
        this.fill = new Fill(writing);
        this.drain = new Drain(vertx, reading);
    }

    /** @param args Redis' port */
    public static void main(String[] args) throws IOException {
        Vertx vertx = Vertx.vertx();
        RedisOptions options = new RedisOptions()
                .setConnectionString("redis://127.0.0.1:" + args[0])
                .setMaxWaitingHandlers(MAX_WAITING);
        Redis redis = Redis.createClient(vertx, options);
        BareClient client = new BareClient(vertx, connect(redis), connect(redis));
        client.streams.addGroup().join();
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                String[] words = line.split(" ");
                System.out.println(client.carryOut(Order.valueOf(words[0]), Integer.parseInt(words[1])));
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private long carryOut(Order order, int entries) {
        long from = System.nanoTime();
        switch (order) {
            case FILL -> fill.start(entries).join();
            case DRAIN -> drain.start(entries).join();
            case BOTH -> {
                CompletableFuture<Void> drained = drain.start(entries);
                fill.start(entries).join();
                drained.join();
            }
            case CLEAR -> streams.clear().join();
            case GROUP -> streams.addGroup().join();
        }
        return System.nanoTime() - from;
    }

    private static RedisConnection connect(Redis redis) {
        return redis.connect().toCompletionStage().toCompletableFuture().join();
    }
}
