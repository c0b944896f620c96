package dev.streamlane.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Enqueues over REST, on connections that are kept alive. What is not answered with 202 is an error. */
public final class RestLoad implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 64;
    private static final int ACCEPTED = 202;

    /** One thread: the client is to take as little of the processors as can be. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient client;
    private final int port;

    public RestLoad(int port) {
        this.port = port;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(MAX_CONNECTIONS).setKeepAliveTimeout(0));
    }

    /** Sends bodies in their order, over so many connections at once, and tells how long it took until the last answer. */
    public Duration send(String path, String type, List<Buffer> bodies, int connections) {
        long from = System.nanoTime();
        Iterator<Buffer> next = bodies.iterator();
        CompletableFuture<?>[] senders = IntStream.range(0, connections)
                .mapToObj(i -> new CompletableFuture<Void>())
                .toArray(CompletableFuture[]::new);
        loop.runOnContext(begin -> {
            for (CompletableFuture<?> sender : senders) {
                sendOn(path, type, next, sender);
            }
        });
        CompletableFuture.allOf(senders).join();
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /**
     * Sends single jobs, so many a second, whether or not earlier ones have been answered. A job that is sent late tells when
     * it was due.
     */
    public void sendAt(int rate, String path, Bodies bodies) {
        long from = System.nanoTime();
        IntToLongFunction due = n -> from + n * Duration.ofSeconds(1).toNanos() / rate;
        CompletableFuture<?>[] answers = new CompletableFuture<?>[bodies.jobs()];
        for (int n = 0; n < bodies.jobs(); n++) {
            for (long left = due.applyAsLong(n) - System.nanoTime();
                    left > 0;
                    left = due.applyAsLong(n) - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            answers[n] = onLoop(path, Buffer.buffer(bodies.job(n, due.applyAsLong(n))));
        }
        CompletableFuture.allOf(answers).join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** From the thread of the event loop, for an answer that came before anybody listens would be lost. */
    private CompletableFuture<Void> onLoop(String path, Buffer body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(begin -> post(path, "application/json", body)
                .onSuccess(answer -> done.complete(null))
                .onFailure(done::completeExceptionally));
        return done;
    }

    private void sendOn(String path, String type, Iterator<Buffer> bodies, CompletableFuture<?> done) {
        if (!bodies.hasNext()) {
            done.complete(null);
            return;
        }
        post(path, type, bodies.next())
                .onSuccess(answer -> sendOn(path, type, bodies, done))
                .onFailure(done::completeExceptionally);
    }

    private Future<Buffer> post(String path, String type, Buffer body) {
        return client.request(HttpMethod.POST, port, "127.0.0.1", path)
                .compose(request -> request.putHeader("Content-Type", type).send(body))
                .compose(response -> response.body()
                        .compose(answer -> response.statusCode() == ACCEPTED
                                ? Future.succeededFuture(answer)
                                : Future.failedFuture(response.statusCode() + " " + answer)));
    }
}
