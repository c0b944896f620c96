package dev.streamlane.consumer;

import static dev.streamlane.logging.LogFields.ATTEMPT;
import static dev.streamlane.logging.LogFields.JOB_ID;
import static dev.streamlane.logging.LogFields.TOPIC;

import dev.streamlane.job.Job;
import dev.streamlane.logging.LogText;
import java.util.List;
import java.util.Map;

/** The fields that log lines about jobs carry. */
final class JobFields {
    private JobFields() {}

    static Map<String, String> of(Job<?> job) {
        return of(job.id(), job.topic(), job.attempt());
    }

    /** Those of a batch name no job if it has several. */
    static Map<String, String> of(List<? extends Job<?>> jobs) {
        return jobs.size() == 1 ? of(jobs.get(0)) : Map.of(TOPIC, jobs.get(0).topic());
    }

    static Map<String, String> of(String jobId, String topic, int attempt) {
        return Map.of(JOB_ID, LogText.name(jobId), TOPIC, topic, ATTEMPT, Integer.toString(attempt));
    }
}
