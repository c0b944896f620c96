package dev.streamlane.demo;

import dev.streamlane.job.Job;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.job.JobTopic;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * The example's processor: it only logs. As it names no group, it takes {@code streamlane.group}, which the example's
 * profiles set to {@code email_group}; run with another one, it processes all jobs that are still there anew.
 */
@ApplicationScoped
@IfBuildProperty(name = "streamlane.demo.enabled", stringValue = "true")
@JobTopic(EmailProducer.TOPIC)
class EmailProcessor implements JobProcessor<Email> {
    private static final Logger LOG = Logger.getLogger(EmailProcessor.class);

    @Override
    public void process(Job<Email> job) {
        LOG.infof(
                "Partition %d of group %s: processing job %s with payload %s",
                job.partition(), job.group(), job.id(), job.payload());
    }
}
