package dev.streamlane.schedule;

import dev.streamlane.schedule.DelayedJobs.DelayedJob;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the list of a topic's delayed jobs.
 *
 * @param partition the partition
 * @param due the due time of a job there, in epoch milliseconds
 * @param age that job's age
 */
public record DelayedCursor(int partition, long due, long age) {
    /** Before all jobs. */
    public static final DelayedCursor START = of(0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})-(-?\\d{1,15})-(\\d{1,16})");

    /** Before the jobs of a partition. */
    static DelayedCursor of(int partition) {
        return new DelayedCursor(partition, -1, 0);
    }

    /** Behind a job. */
    static DelayedCursor behind(DelayedJob job) {
        return new DelayedCursor(job.partition(), job.runAt().toEpochMilli(), job.age());
    }

    /** @throws IllegalArgumentException if it is not what {@link #toString()} gives */
    public static DelayedCursor parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a cursor: " + text);
        }
        return new DelayedCursor(
                Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    @Override
    public String toString() {
        return partition + "-" + due + "-" + age;
    }
}
