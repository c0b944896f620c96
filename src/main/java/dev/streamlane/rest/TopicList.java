package dev.streamlane.rest;

import java.util.Collection;
import java.util.List;

/**
 * All topics.
 *
 * @param topics their names, sorted; at most {@code streamlane.topics.max-topics}
 */
record TopicList(List<String> topics) {
    static TopicList of(Collection<String> names) {
        return new TopicList(names.stream().sorted().toList());
    }
}
