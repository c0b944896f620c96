package dev.streamlane.topic;

/** What came of creating or changing a topic. */
public sealed interface TopicUpdate {
    /**
     * The topic is new.
     *
     * @param settings its settings
     */
    record Created(TopicSettings settings) implements TopicUpdate {}

    /**
     * The topic existed and now has these settings, or had them already.
     *
     * @param settings its settings
     */
    record Changed(TopicSettings settings) implements TopicUpdate {}

    /**
     * Refused, because partitions only grow.
     *
     * @param present how many partitions the topic has
     * @param asked how many were asked for
     */
    record WouldShrink(int present, int asked) implements TopicUpdate {}
}
