package dev.streamlane.bench.load;

/** The payload of a job, as the benchmark's application has it. */
public final class Payload {
    /** Makes it as large as a small job usually is. */
    public static final String TEXT = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do.";

    private Payload() {}

    /**
     * The same JSON that the application's own producer writes.
     *
     * @param at when the job was due, in nanoseconds of the monotonic clock
     */
    public static String json(int wave, int n, long at) {
        return "{\"wave\":" + wave + ",\"n\":" + n + ",\"at\":" + at + ",\"text\":\"" + TEXT + "\"}";
    }
}
