package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Extended;
import dev.streamlane.streams.LoadBalancer.Hold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Keeps the locks of what this replica has alive. Confined to the service's thread. */
final class LockKeeper {
    private final ServiceContext context;
    private final Consumer<List<Held>> lost;
    private Runnable cancelRepetition = () -> {};
    private long begun;

    /** @param lost hears of streams whose lock is not ours any more */
    LockKeeper(ServiceContext context, Consumer<List<Held>> lost) {
        this.context = context;
        this.lost = lost;
        this.begun = context.ticker().nanos() - context.settings().interval().toNanos();
    }

    /** The time until the locks are to be extended again; not at once, even if Redis took long to answer. */
    Duration due() {
        Duration left = context.settings().interval().minus(age());
        return left.compareTo(halfInterval()) > 0 ? left : halfInterval();
    }

    /**
     * Extends the locks of all these, but for what is concluded meanwhile: those are about to end, or to last for a back-off.
     * What Redis does not answer for is tried again soon. Does nothing if all were extended just now: a busy service beats
     * many times in an interval, and ten thousand locks take Redis 17 ms.
     */
    CompletionStage<Void> extendIfDue(Collection<Held> streams) {
        if (age().compareTo(halfInterval()) < 0) {
            return CompletableFuture.completedStage(null);
        }
        begun = context.ticker().nanos();
        return extend(streams);
    }

    private Duration age() {
        return Duration.ofNanos(context.ticker().nanos() - begun);
    }

    private Duration halfInterval() {
        return context.settings().interval().dividedBy(2);
    }

    private CompletionStage<Void> extend(Collection<Held> streams) {
        cancelRepetition.run();
        if (streams.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        long trusted = context.ticker().nanos() + context.settings().trust().toNanos();
        Map<Hold, Held> held = new HashMap<>();
        streams.forEach(stream -> held.put(stream.hold(), stream));
        return context.balancer()
                .extend(held.keySet(), hold -> held.get(hold).running())
                .thenAccept(extended -> extended(held, extended, trusted));
    }

    private void extended(Map<Hold, Held> held, Extended extended, long trusted) {
        List<Held> gone = new ArrayList<>();
        List<Held> unanswered = new ArrayList<>();
        held.forEach((hold, stream) -> {
            if (extended.lost().contains(hold)) {
                gone.add(stream);
            } else if (extended.unanswered().contains(hold)) {
                unanswered.add(stream);
            } else {
                stream.trustUntil(trusted);
            }
        });
        lost.accept(gone);
        if (!unanswered.isEmpty()) {
            cancelRepetition.run();
            cancelRepetition = context.timers()
                    .schedule(
                            context.settings().retry(),
                            () -> extend(
                                    unanswered.stream().filter(Held::running).toList()));
        }
    }
}
