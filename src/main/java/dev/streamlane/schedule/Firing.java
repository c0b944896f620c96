package dev.streamlane.schedule;

import dev.streamlane.producer.JobIds;
import dev.streamlane.schedule.Schedules.Due;
import dev.streamlane.schedule.Schedules.DueSchedule;
import dev.streamlane.topic.StoreRefusedException;
import dev.streamlane.topic.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Lets schedules tick that are due. Every replica may do it: each tick is set off by the first and refused to the others. */
final class Firing {
    private static final Logger LOG = Logger.getLogger(Firing.class);

    /** How many schedules are asked for at a time, and how many tick together. */
    private static final int PAGE = 200;

    private static final int TOGETHER = 50;

    /** More than a partition may have. */
    private static final int MOST = 10_000;

    /** How many faults are remembered, so that each is told once. */
    private static final int MAX_TOLD = 1000;

    private final Schedules schedules;
    private final JobIds ids;
    private final Worker worker;
    private final Set<DueSchedule> told = ConcurrentHashMap.newKeySet();

    Firing(Schedules schedules, JobIds ids, Worker worker) {
        this.schedules = schedules;
        this.ids = ids;
        this.worker = worker;
    }

    /**
     * Lets each schedule of a partition that is due tick once: one that has many ticks to make up for keeps no other waiting.
     * Whether all ticked; if not, for lack of room or because one cannot be understood, it is to be tried again later.
     */
    CompletionStage<Boolean> fire(Place place, TopicSettings settings) {
        return due(place, new ArrayList<>()).thenComposeAsync(due -> fire(place, settings, due, 0), worker);
    }

    /** All of them, and then first the one that is the latest. */
    private CompletionStage<Due> due(Place place, List<DueSchedule> found) {
        return schedules.due(place, found.size(), PAGE).thenCompose(page -> {
            found.addAll(page.schedules());
            return page.schedules().size() < PAGE || found.size() >= MOST
                    ? CompletableFuture.completedStage(new Due(page.now(), found))
                    : due(place, found);
        });
    }

    private CompletionStage<Boolean> fire(Place place, TopicSettings settings, Due due, int from) {
        int to = Math.min(due.schedules().size(), from + TOGETHER);
        List<CompletableFuture<Boolean>> fired = due.schedules().subList(from, to).stream()
                .map(schedule -> fire(place, settings, due, schedule).toCompletableFuture())
                .toList();
        CompletableFuture<Boolean> all = CompletableFuture.allOf(fired.toArray(CompletableFuture[]::new))
                .thenApply(done -> fired.stream().allMatch(CompletableFuture::join));
        return to == due.schedules().size()
                ? all
                : all.thenComposeAsync(
                        these -> fire(place, settings, due, to).thenApply(others -> these && others), worker);
    }

    private CompletionStage<Boolean> fire(Place place, TopicSettings settings, Due due, DueSchedule schedule) {
        Missed.Plan plan;
        try {
            Schedule stored = Schedule.parse(schedule.schedule());
            plan = stored.missed().plan(stored.ticks(), schedule.tick(), due.now());
        } catch (RuntimeException e) { // Stored by a replica that knows more, such as a newer time zone.
            return CompletableFuture.completedStage(cannot(place, schedule, e));
        }
        return schedules.fire(place, settings, schedule, plan, ids.next()).exceptionally(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof StoreRefusedException refused && !refused.untouched()) {
                return cannot(place, schedule, cause); // Of what is stored of this one; anything else concerns all.
            }
            throw new CompletionException(cause);
        });
    }

    private boolean cannot(Place place, DueSchedule schedule, Throwable failure) {
        if (told.size() < MAX_TOLD && told.add(schedule)) {
            LOG.warnf("Schedule %s in %s cannot tick here: %s", schedule.name(), place, failure.getMessage());
        }
        return false;
    }
}
