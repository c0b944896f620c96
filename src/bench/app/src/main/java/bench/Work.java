package bench;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The payload of a job.
 *
 * @param wave the wave that the job belongs to
 * @param n its place in the wave, from 0
 * @param at when it was due to be enqueued, in nanoseconds of the monotonic clock, which all processes of a machine share
 * @param text makes it as large as a small job usually is
 */
@RegisterForReflection
public record Work(int wave, int n, long at, String text) {}
