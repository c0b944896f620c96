package dev.streamlane.topic;

/** The topic is being removed; before that has ended, there can be no new one of its name. */
public class TopicBeingRemovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param topic the topic asked for */
    public TopicBeingRemovedException(String topic) {
        super("topic '" + topic + "' is being removed; if that was interrupted, DELETE it again");
    }
}
