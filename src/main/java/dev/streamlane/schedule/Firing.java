package dev.streamlane.schedule;

import dev.streamlane.producer.JobIds;
import dev.streamlane.schedule.Schedules.Due;
import dev.streamlane.schedule.Schedules.DueSchedule;
import dev.streamlane.topic.TopicSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Lets schedules tick that are due. Every replica may do it: each tick is set off by the first and refused to the others. */
final class Firing {
    private static final Logger LOG = Logger.getLogger(Firing.class);

    /** How many schedules of a partition at a time. */
    private static final int MOST = 50;

    private final Schedules schedules;
    private final JobIds ids;

    Firing(Schedules schedules, JobIds ids) {
        this.schedules = schedules;
        this.ids = ids;
    }

    /** Whether all ticked; if not, for lack of room or because one cannot be understood, it is to be tried again later. */
    CompletionStage<Boolean> fire(Place place, TopicSettings settings) {
        return schedules.due(place, MOST).thenCompose(due -> {
            List<CompletableFuture<Boolean>> fired = due.schedules().stream()
                    .map(schedule -> fire(place, settings, due, schedule).toCompletableFuture())
                    .toList();
            return CompletableFuture.allOf(fired.toArray(CompletableFuture[]::new))
                    .thenApply(done -> fired.stream().allMatch(CompletableFuture::join));
        });
    }

    private CompletionStage<Boolean> fire(Place place, TopicSettings settings, Due due, DueSchedule schedule) {
        Missed.Plan plan;
        try {
            Schedule stored = Schedule.parse(schedule.schedule());
            plan = stored.missed().plan(stored.ticks(), schedule.tick(), due.now());
        } catch (RuntimeException e) { // Stored by a replica that knows more, such as a newer time zone.
            LOG.warnf("Schedule %s in %s cannot tick here: %s", schedule.name(), place, e.getMessage());
            return CompletableFuture.completedStage(false);
        }
        return schedules.fire(place, settings, schedule, plan, ids.next());
    }
}
