package dev.streamlane.topic;

/** A new topic would exceed {@code streamlane.topics.max-topics}. */
public class TooManyTopicsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param topic the topic that was not created
     * @param maxTopics the limit
     */
    public TooManyTopicsException(String topic, int maxTopics) {
        super("topic '" + topic + "' would be one more than streamlane.topics.max-topics = " + maxTopics + " allows");
    }
}
