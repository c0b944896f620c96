package dev.streamlane.coordination;

import java.time.Duration;

/**
 * How a replica leaves.
 *
 * @param limit how long it may take to hand everything over: what running work may take, and a few answers of Redis
 */
public record Departure(Duration limit) {}
