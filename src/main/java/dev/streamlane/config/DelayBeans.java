package dev.streamlane.config;

import dev.streamlane.producer.JobEncoder;
import dev.streamlane.schedule.DelayedDirectory;
import dev.streamlane.schedule.DelayedJobs;
import dev.streamlane.schedule.ScheduleDirectory;
import dev.streamlane.schedule.Schedules;
import dev.streamlane.schedule.Worker;
import dev.streamlane.topic.TopicDirectory;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;

/** Puts together what is needed for delayed jobs and schedules. */
@Singleton
final class DelayBeans {
    @Produces
    @Singleton
    DelayedDirectory delayedDirectory(TopicDirectory topics, DelayedJobs jobs) {
        return new DelayedDirectory(topics, jobs);
    }

    @Produces
    @Singleton
    ScheduleDirectory scheduleDirectory(
            TopicDirectory topics, JobEncoder encoder, Schedules schedules, Worker worker, StreamlaneConfig config) {
        return new ScheduleDirectory(
                topics, encoder, schedules, config.schedules().maxPayload(), worker);
    }

    @Produces
    @Singleton
    Worker worker(Vertx vertx) {
        return task -> vertx.executeBlocking(Executors.callable(task), false);
    }
}
