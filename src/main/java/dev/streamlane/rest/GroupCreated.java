package dev.streamlane.rest;

/**
 * A group that was asked for.
 *
 * @param topic its topic
 * @param group its name
 * @param start where it begins, as it was asked for
 */
record GroupCreated(String topic, String group, String start) {}
