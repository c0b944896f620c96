package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.schedule.DelayedDirectory.Page;
import dev.streamlane.schedule.DelayedJobs.DelayedJob;
import java.time.Instant;
import java.util.List;

/**
 * A page of delayed jobs.
 *
 * @param jobs the jobs
 * @param next the cursor of the next page, if there may be one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DelayedList(List<DelayedView> jobs, String next) {
    static DelayedList of(Page page) {
        String next = page.next() == null ? null : page.next().toString();
        return new DelayedList(page.jobs().stream().map(DelayedView::of).toList(), next);
    }

    /**
     * A delayed job.
     *
     * @param id its UUID
     * @param partition the partition it will enter
     * @param key its key, if it has one
     * @param runAt when it will
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DelayedView(String id, int partition, String key, Instant runAt) {
        static DelayedView of(DelayedJob job) {
            return new DelayedView(job.id(), job.partition(), job.key(), job.runAt());
        }
    }
}
