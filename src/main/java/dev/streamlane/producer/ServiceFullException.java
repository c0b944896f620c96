package dev.streamlane.producer;

import java.time.Duration;

/** The Load Balancer Stream of a stream service has as many streams as it may have. Nothing was added. */
public class ServiceFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String service;
    private final long length;
    private final long maxLength;
    private final Duration retryAfter;

    /**
     * @param service the stream service
     * @param length how many streams it has that are not done
     * @param maxLength how many it may have
     * @param retryAfter when another try makes sense
     */
    public ServiceFullException(String service, long length, long maxLength, Duration retryAfter) {
        super("stream service '" + service + "' is full: it has " + length + " of at most " + maxLength
                + " streams that are not done");
        this.service = service;
        this.length = length;
        this.maxLength = maxLength;
        this.retryAfter = retryAfter;
    }

    /** The stream service. */
    public String service() {
        return service;
    }

    /** How many streams it has that are not done. */
    public long length() {
        return length;
    }

    /** How many it may have. */
    public long maxLength() {
        return maxLength;
    }

    /** When another try makes sense. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
