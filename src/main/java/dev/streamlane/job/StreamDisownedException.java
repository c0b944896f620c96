package dev.streamlane.job;

/** The stream is not this replica's any more: it is handed over, or its lock was lost. */
public class StreamDisownedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param stream the stream's name */
    public StreamDisownedException(String stream) {
        super("stream " + stream + " is not ours any more");
    }
}
