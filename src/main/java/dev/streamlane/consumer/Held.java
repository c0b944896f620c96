package dev.streamlane.consumer;

/**
 * One pending entry that a partition's consumer holds, from its delivery to its acknowledgement. Confined to the group's
 * thread.
 */
final class Held {
    /** Why a running attempt was interrupted. */
    enum Interruption {
        NONE,
        TIMEOUT,
        DRAIN,
        LOST
    }

    private final String id;
    private final String jobId;
    private final String key;
    private Entry body;
    private String lane;
    private int attempts;
    private boolean suspect;
    private Interruption interruption = Interruption.NONE;

    /**
     * @param key the ordering key, or {@code null}
     * @param attempts how many attempts it has used
     * @param suspect whether its next start is the last one allowed and its last owner was lost: it may be what killed it
     */
    Held(Entry body, String key, int attempts, boolean suspect) {
        this.id = body.id();
        this.jobId = body.jobId();
        this.key = key;
        this.body = body;
        this.attempts = attempts;
        this.suspect = suspect;
    }

    String id() {
        return id;
    }

    String jobId() {
        return jobId;
    }

    String key() {
        return key;
    }

    /** What it keeps its order with, or {@code null}. */
    String lane() {
        return lane;
    }

    void enter(String lane) {
        this.lane = lane;
    }

    /** The entry, or {@code null} if it has to be read again before it can start. */
    Entry body() {
        return body;
    }

    /** About how many bytes of memory the body takes. */
    int bodySize() {
        return body == null || body.payload() == null ? 0 : body.payload().length();
    }

    void dropBody() {
        body = null;
    }

    void restoreBody(Entry entry) {
        body = entry;
    }

    int attempts() {
        return attempts;
    }

    int useAttempt() {
        suspect = false;
        return ++attempts;
    }

    /** Whether it has to run alone in its process. */
    boolean suspect() {
        return suspect;
    }

    Interruption interruption() {
        return interruption;
    }

    void interrupted(Interruption reason) {
        interruption = reason;
    }
}
