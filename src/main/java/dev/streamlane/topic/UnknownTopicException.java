package dev.streamlane.topic;

/** There is no such topic, and {@code streamlane.topics.auto-create} does not let enqueueing create it. */
public class UnknownTopicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param topic the topic asked for */
    public UnknownTopicException(String topic) {
        super("there is no topic '" + topic + "'");
    }
}
