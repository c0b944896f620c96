package dev.streamlane.bench.measure;

/**
 * What was seen of one rebalance.
 *
 * @param event what brought it about
 * @param movedMillis the longest gap between two starts in a partition that changed hands
 * @param unmovedMillis the longest gap in one that did not
 */
record Rebalance(String event, double movedMillis, double unmovedMillis) {}
