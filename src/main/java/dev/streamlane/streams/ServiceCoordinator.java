package dev.streamlane.streams;

import dev.streamlane.coordination.Beating;
import dev.streamlane.streams.ServiceMember.Phase;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Lets the heartbeat, which has threads of its own, drive a {@link ServiceMember}, which is confined to the service's. */
final class ServiceCoordinator implements Beating {
    private static final Logger LOG = Logger.getLogger(ServiceCoordinator.class);

    /** How often a lock's end of trust is looked for within the margin that trust leaves. */
    private static final int GUARDS = 4;

    private final ServiceContext context;
    private final ServiceMember member;
    private volatile boolean begun;
    private volatile boolean connected;
    private volatile long lastBeat;
    private volatile Phase phase = Phase.JOINING;
    private volatile int held;

    ServiceCoordinator(ServiceContext context, ServiceMember member) {
        this.context = context;
        this.member = member;
        this.lastBeat = context.ticker().nanos();
    }

    @Override
    public Duration beat() {
        long started = context.ticker().nanos();
        try {
            Duration next = await(onThread(member::beat));
            ended(true);
            context.events().beat(context.service(), Duration.ofNanos(lastBeat - started));
            return next;
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (TimeoutException e) {
            // It has not ended, and shall not look as if it had: liveness goes down, since only a restart can help.
            LOG.errorf("The thread of stream service %s stands still", context.service());
            return context.settings().retry();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return context.settings().retry();
        }
    }

    private Duration failed(Throwable failure) {
        boolean news = connected || !begun;
        ended(false);
        context.events().beatFailed(context.service());
        if (!(failure instanceof StoreUnavailableException)) {
            throw new IllegalStateException("a beat of stream service " + context.service() + " failed", failure);
        }
        if (news) {
            LOG.warnf(
                    "Consumer %s cannot reach Redis for stream service %s: %s",
                    context.balancer().me(), context.service(), failure.getMessage());
        }
        return context.settings().retry();
    }

    private void ended(boolean answered) {
        connected = answered;
        lastBeat = context.ticker().nanos();
        begun = true;
    }

    @Override
    public Duration distrust() {
        context.thread().execute(member::distrust);
        Duration margin = context.settings().lockTtl().minus(context.settings().trust());
        return margin.dividedBy(GUARDS);
    }

    @Override
    public CompletionStage<Void> leave() {
        CompletionStage<Void> left = onThread(member::leave);
        context.wake().run();
        return left;
    }

    @Override
    public Status status() {
        return new Status(
                context.service(),
                begun,
                phase == Phase.SERVING,
                phase == Phase.SUPERSEDED,
                connected,
                Duration.ofNanos(context.ticker().nanos() - lastBeat),
                context.settings().lockTtl(),
                held == 1 ? "1 stream" : held + " streams");
    }

    /** The calls of a beat end by themselves within their time limit; twice the TTL is for a thread that cannot. */
    private Duration await(CompletableFuture<Duration> beat)
            throws ExecutionException, InterruptedException, TimeoutException {
        return beat.get(context.settings().lockTtl().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> CompletableFuture<T> onThread(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.thread().execute(() -> {
            try {
                call.get().whenComplete((value, failure) -> report(result, value, failure));
            } catch (Throwable e) { // Errors too: whoever waits would take it for a thread that stands still.
                report(result, null, e);
            }
        });
        return result;
    }

    private <T> void report(CompletableFuture<T> result, T value, Throwable failure) {
        phase = member.phase();
        held = member.held();
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }
}
