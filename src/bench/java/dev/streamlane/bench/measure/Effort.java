package dev.streamlane.bench.measure;

import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Commands;
import dev.streamlane.bench.service.Service;
import java.time.Duration;

/**
 * What had been spent at a moment.
 *
 * @param service processor time of the service
 * @param redis processor time of Redis
 * @param allocated bytes; negative where the platform does not tell
 */
record Effort(Duration service, Duration redis, long allocated, Commands commands) {
    static Effort of(Testbed bed, Service service) {
        return new Effort(service.cpu(), bed.redisCpu(), service.allocated(), bed.commands());
    }

    /** Adds what so many jobs took since then. */
    void addTo(Results results, String name, int jobs, Effort now) {
        results.add(name + ".cpu.us", microsPerJob(service, now.service, jobs));
        results.add(name + ".redis.us", microsPerJob(redis, now.redis, jobs));
        if (allocated >= 0) {
            results.add(name + ".allocated.bytes", (double) (now.allocated - allocated) / jobs);
        }
    }

    /** How many commands the service sent for each of so many jobs since then. */
    double commandsPerJob(int jobs, Effort now) {
        return (double) now.commands.since(commands).sent() / jobs;
    }

    private static double microsPerJob(Duration before, Duration now, int jobs) {
        return now.minus(before).toNanos() / 1e3 / jobs;
    }
}
