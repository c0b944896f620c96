package dev.streamlane.schedule;

/** A partition of a topic. */
public record Place(String topic, int partition) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic == 0 ? Integer.compare(partition, other.partition) : byTopic;
    }
}
