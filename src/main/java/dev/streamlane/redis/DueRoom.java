package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Up to what length a partition takes what was kept back and is due: it goes before new jobs, but not without bound. */
@Singleton
final class DueRoom {
    private final long margin;

    @Inject
    DueRoom(StreamlaneConfig config) {
        this(config.delayed().maxJobs());
    }

    DueRoom(long margin) {
        this.margin = margin;
    }

    /** How many entries; 0 for no limit. New jobs are refused from the topic's own limit on. */
    long most(TopicSettings settings) {
        boolean exact = settings.maxLength() == 0 || settings.overflow() == Overflow.TRIM;
        return exact ? settings.maxLength() : settings.maxLength() + margin;
    }
}
