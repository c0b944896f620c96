package dev.streamlane.schedule;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Looks at all partitions of all topics, some at a time, in case a signal was lost. The first round, and one after signals
 * may have been missed, is made at once; all others at leisure. Nothing here blocks.
 */
final class Rounds {
    /** How often to look at some. */
    static final Duration INTERVAL = Duration.ofSeconds(10);
    /** How many partitions to look at each time, and in one go: an idle Redis is not to notice it. */
    private static final int PARTITIONS = 256;

    private static final int TOGETHER = 64;
    /** Between two looks of a round that is made at once. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Place START = new Place("", 0);

    private final TopicDirectory topics;
    private final Promoter promoter;
    private final DelayEvents events;
    private final Ticker ticker;
    private boolean urgent;
    private boolean underWay;
    private Place next = START;
    private long due;
    private int restarts;

    Rounds(TopicDirectory topics, Promoter promoter, DelayEvents events, Ticker ticker) {
        this.topics = topics;
        this.promoter = promoter;
        this.events = events;
        this.ticker = ticker;
        restart();
    }

    /** Begins a round at once. */
    synchronized void restart() {
        urgent = true;
        restarts++;
        next = START;
        due = ticker.nanos();
    }

    /**
     * Looks, if it is time to.
     *
     * @param wake called when that has ended: there may be more to do sooner
     * @return how long there is nothing to look at
     */
    Duration proceed(Runnable wake) {
        Place from;
        int begun;
        synchronized (this) {
            long wait = due - ticker.nanos();
            if (underWay || wait > 0) {
                return underWay ? INTERVAL : Duration.ofNanos(wait);
            }
            underWay = true;
            from = next;
            begun = restarts;
        }
        topics.names()
                .thenCompose(names -> {
                    events.exist(names);
                    return visit(from, new ArrayList<>(names), PARTITIONS);
                })
                .whenComplete((reached, failure) -> {
                    ended(begun, reached, failure);
                    wake.run();
                });
        return Duration.ZERO;
    }

    private synchronized void ended(int begun, Place reached, Throwable failure) {
        underWay = false;
        if (begun != restarts) {
            return;
        }
        if (failure == null) {
            next = reached;
            urgent &= !reached.equals(START);
        }
        Duration pause = failure != null ? AFTER_FAILURE : urgent ? PAUSE : INTERVAL;
        due = ticker.nanos() + pause.toNanos();
    }

    /** One partition that cannot be looked at must not keep the round from the others. */
    private CompletableFuture<?> look(Place place, TopicSettings settings) {
        return promoter.look(place, settings)
                .exceptionally(failure -> promoter.failed(place, failure))
                .toCompletableFuture();
    }

    /** Where to go on, or the start if this was the end of the round. */
    private CompletionStage<Place> visit(Place from, List<String> names, int budget) {
        String topic = names.stream()
                .filter(name -> name.compareTo(from.topic()) >= 0)
                .findFirst()
                .orElse(null);
        if (topic == null) {
            return CompletableFuture.completedStage(START);
        }
        int first = topic.equals(from.topic()) ? from.partition() : 0;
        return topics.find(topic).thenCompose(found -> {
            int last = found.isEmpty() ? first : Math.min(found.get().partitions(), first + TOGETHER);
            CompletableFuture<?>[] looks = IntStream.range(first, Math.max(first, last))
                    .mapToObj(partition -> look(new Place(topic, partition), found.get()))
                    .toArray(CompletableFuture[]::new);
            boolean more = found.isPresent() && last < found.get().partitions();
            // No legal name lies between a name and the same with a space behind.
            Place behind = more ? new Place(topic, last) : new Place(topic + " ", 0);
            int left = budget - Math.max(1, looks.length);
            return CompletableFuture.allOf(looks)
                    .thenCompose(
                            done -> left > 0 ? visit(behind, names, left) : CompletableFuture.completedStage(behind));
        });
    }
}
