package dev.streamlane.bench.measure;

import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Backlog;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Service;
import java.time.Duration;

/** Jobs of a service that wait behind its gate until it is opened; none may get lost. */
final class WaitingJobs {
    private final Service service;
    private final Kind kind;
    private final Backlog backlog;
    private final int jobs;
    private final int wave;

    /** Begins with an empty topic; the jobs are still to be enqueued. */
    WaitingJobs(Testbed bed, Service service, Kind kind, int jobs) {
        this.service = service;
        this.kind = kind;
        this.backlog = bed.backlog(kind);
        this.jobs = jobs;
        this.wave = service.waitingWave(jobs);
    }

    /** The number of their wave. */
    int wave() {
        return wave;
    }

    /**
     * Has them processed, and tells how long it took from the opening of the gate until the last one was acknowledged.
     *
     * @throws IllegalStateException if some of them are not there
     */
    Duration process(Results results) {
        long waiting = backlog.unfinished();
        if (waiting != jobs) {
            throw new IllegalStateException(jobs + " jobs were enqueued to " + kind.topic() + ", " + waiting + " wait");
        }
        long from = service.open();
        long again = service.awaitStarted();
        Duration took = Duration.ofNanos(backlog.awaitNone() - from);
        backlog.clear();
        if (again > 0) {
            results.remark(again + " jobs of " + kind.topic() + " started more than once");
        }
        return took;
    }
}
