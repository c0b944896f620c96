package dev.streamlane.schedule;

import dev.streamlane.coordination.BeatLoop;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.coordination.Wakeups.Subscription;
import dev.streamlane.producer.JobIds;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.TopicDirectory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Serves the delayed jobs and schedules of all topics, from the application's start to its end, on one thread that only
 * sleeps and asks. It sleeps until the earliest due time that it knows of, and is woken by an earlier one.
 */
@ApplicationScoped
public class DelayService implements DueSignals.Listener {
    private final DueSignals signals;
    private final Promoter promoter;
    private final Rounds rounds;
    private final BeatLoop loop = new BeatLoop("streamlane-delayed");
    private volatile Subscription subscription = () -> {};

    DelayService(
            DelayedJobs jobs,
            Schedules schedules,
            JobIds ids,
            Worker worker,
            DueSignals signals,
            TopicDirectory topics,
            Retention retention,
            DelayEvents events,
            Ticker ticker) {
        this.signals = signals;
        this.promoter = new Promoter(jobs, new Firing(schedules, ids, worker), topics, retention, events, ticker);
        this.rounds = new Rounds(topics, promoter, events, ticker);
    }

    void start(@Observes StartupEvent event) {
        subscription = signals.listen(this);
        loop.start(this::turn);
    }

    void stop(@Observes ShutdownEvent event) {
        subscription.close();
        loop.stop();
    }

    @Override
    public void sooner(Place place, Duration in) {
        if (promoter.expect(place, in)) {
            loop.wake();
        }
    }

    @Override
    public void missed() {
        rounds.restart();
        loop.wake();
    }

    private Duration turn() {
        return promoter.serve(rounds.proceed(loop::wake), loop::wake);
    }
}
