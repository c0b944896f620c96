package dev.streamlane.producer;

/**
 * Redis wrote the jobs or the stream, but fewer of its replicas than {@code streamlane.enqueue.wait-replicas} confirmed them
 * in time.
 */
public class UnconfirmedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param replicas how many confirmed */
    public UnconfirmedException(int replicas) {
        super("only " + replicas + " Redis replica(s) confirmed in time, fewer than wait-replicas asks for");
    }
}
