package dev.streamlane.rest;

/**
 * Whether a group is paused.
 *
 * @param topic its topic
 * @param group its name
 * @param paused whether it is paused now
 */
record PauseView(String topic, String group, boolean paused) {}
