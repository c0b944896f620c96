package dev.streamlane.streams;

import java.util.Map;

/**
 * What an entry of the Load Balancer Stream says.
 *
 * @param name the data stream's name
 * @param info what the producer said about it; cannot be changed
 * @param priority how urgent it is
 */
public record Assignment(String name, Map<String, Object> info, Priority priority) {}
