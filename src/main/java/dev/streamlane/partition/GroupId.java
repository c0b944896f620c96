package dev.streamlane.partition;

/**
 * A consumer group of a topic: the unit that shares out partitions and keeps its own position in each of them.
 *
 * @param topic the topic's name
 * @param group the group's name
 */
public record GroupId(String topic, String group) {
    @Override
    public String toString() {
        return topic + "/" + group;
    }
}
