package dev.streamlane.schedule;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.schedule.DelayedJobs.Promotion;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Moves delayed jobs into their partitions when they are due, and lets schedules tick. Every replica may do it for every
 * topic, at any time and all of them at once: Redis' clock decides what is due, and each job is moved once. Nothing here
 * blocks.
 */
final class Promoter {
    private static final Logger LOG = Logger.getLogger(Promoter.class);

    /** How many partitions are served at a time. */
    private static final int CONCURRENCY = 64;
    /** Jobs that become due within this time of each other are moved together. */
    private static final Duration REST = Duration.ofMillis(5);
    /** When to try again if Redis does not answer, or a partition is full. */
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** A difference in time that rounding explains. */
    private static final Duration ROUNDING = Duration.ofMillis(2);

    private final DelayedJobs jobs;
    private final Firing firing;
    private final TopicDirectory topics;
    private final Retention retention;
    private final DelayEvents events;
    private final Ticker ticker;
    private final Agenda agenda = new Agenda();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();

    Promoter(
            DelayedJobs jobs,
            Firing firing,
            TopicDirectory topics,
            Retention retention,
            DelayEvents events,
            Ticker ticker) {
        this.jobs = jobs;
        this.firing = firing;
        this.topics = topics;
        this.retention = retention;
        this.events = events;
        this.ticker = ticker;
    }

    /** Serves what is due by now; how long there is nothing more to do, at most {@code most}. */
    Duration serve(Duration most, Runnable wake) {
        int free = CONCURRENCY - underWay.get();
        for (Place place : agenda.take(ticker.nanos(), free)) {
            underWay.incrementAndGet();
            topics.recent(place.topic())
                    .thenCompose(found -> found.isPresent()
                            ? promote(place, found.get(), true)
                            : CompletableFuture.completedStage(null))
                    .exceptionally(failure -> failed(place, failure))
                    .whenComplete((done, failure) -> {
                        underWay.decrementAndGet();
                        wake.run();
                    });
        }
        // With no place free, the end of a call wakes.
        return underWay.get() >= CONCURRENCY ? most : agenda.idle(ticker.nanos(), most);
    }

    /** Something is due there in so long a time; whether that is the first of all. */
    boolean expect(Place place, Duration in) {
        return agenda.note(place, ticker.nanos() + in.toNanos());
    }

    /** Looks at a partition in which nothing need be due. */
    CompletionStage<Void> look(Place place, TopicSettings settings) {
        return promote(place, settings, false);
    }

    private CompletionStage<Void> promote(Place place, TopicSettings settings, boolean expected) {
        return jobs.promote(place, settings).thenCompose(promotion -> {
            failing.set(false);
            boolean first = !promotion.moved().isEmpty()
                    || promotion.tick().filter(Duration::isZero).isPresent();
            boolean more = promotion.left() > 0 || promotion.tick().isPresent();
            boolean early = near(promotion.next()) || near(promotion.tick());
            if (first || (expected && !early)) {
                agenda.behind(place, !first && more);
            }
            promotion.next().ifPresent(next -> expect(place, pause(promotion, next)));
            promotion.moved().forEach(job -> events.moved(place, job.late()));
            events.seen(place, promotion.left());
            return tick(place, settings, promotion.tick())
                    .thenCompose(done -> trim(place, settings, promotion.length()));
        });
    }

    private CompletionStage<?> tick(Place place, TopicSettings settings, Optional<Duration> tick) {
        if (tick.filter(Duration::isZero).isEmpty()) {
            tick.ifPresent(wait -> expect(place, wait));
            return CompletableFuture.completedStage(null);
        }
        return firing.fire(place, settings).thenAccept(room -> expect(place, room ? REST : RETRY));
    }

    /** Nobody else may do it: a topic may have no other producers than its delayed jobs and schedules. */
    private CompletionStage<Void> trim(Place place, TopicSettings settings, long length) {
        return settings.maxLength() > 0 && length > settings.maxLength()
                ? retention.makeRoom(place.topic(), place.partition(), settings).thenApply(room -> null)
                : CompletableFuture.completedStage(null);
    }

    private static boolean near(Optional<Duration> wait) {
        return wait.filter(time -> time.compareTo(ROUNDING) <= 0).isPresent();
    }

    private static Duration pause(Promotion promotion, Duration next) {
        Duration least = promotion.full() ? RETRY : REST;
        return next.compareTo(least) > 0 ? next : least;
    }

    /** Says so, once until something succeeds, and tries again soon. */
    Void failed(Place place, Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            LOG.warnf("Delayed jobs and ticks wait, first of %s: %s", place, failure.getMessage());
        }
        expect(place, RETRY);
        return null;
    }
}
