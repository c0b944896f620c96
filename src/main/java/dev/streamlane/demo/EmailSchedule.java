package dev.streamlane.demo;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Runs the producer of e-mails every 0.5 to 2 seconds; with {@code streamlane.demo.producer=false} a replica only consumes.
 */
@Singleton
@IfBuildProperty(name = "streamlane.demo.enabled", stringValue = "true")
final class EmailSchedule {
    private static final Logger LOG = Logger.getLogger(EmailSchedule.class);

    /** Consumers create a topic that is missing, but with more than the one partition the example begins with. */
    private static final int BEFORE_CONSUMERS = 1000;

    private static final Duration REDIS_MAY_TAKE = Duration.ofSeconds(5);

    private final EmailProducer producer;
    private final Repetition production;
    private final boolean enabled;

    EmailSchedule(EmailProducer producer, RandomGenerator random, Vertx vertx, DemoConfig config) {
        this.producer = producer;
        this.production = new Repetition(vertx, () -> Duration.ofMillis(random.nextLong(500, 2001)), producer::produce);
        this.enabled = config.producer();
    }

    void start(@Observes @Priority(BEFORE_CONSUMERS) StartupEvent event) {
        if (enabled) {
            try {
                producer.createTopic().await().atMost(REDIS_MAY_TAKE);
            } catch (RuntimeException e) {
                LOG.warnf("The example's topic is not created yet: %s", e.getMessage());
            }
            production.begin();
        }
    }

    void stop(@Observes @Priority(BEFORE_CONSUMERS) ShutdownDelayInitiatedEvent event) {
        production.end();
    }

    /** For the ways to end that skip the pre-shutdown phase. */
    @PreDestroy
    void end() {
        production.end();
    }
}
