package dev.streamlane.removal;

import java.util.Optional;

/**
 * That a removal is under way, by whoever began it or went on with it last.
 *
 * @param topic whose
 * @param group which of its groups; empty for the whole topic
 * @param text as it is stored
 * @param partitions how many partitions the topic has
 */
public record Mark(String topic, Optional<String> group, String text, int partitions) {}
