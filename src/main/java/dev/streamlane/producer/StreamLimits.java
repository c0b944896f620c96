package dev.streamlane.producer;

/**
 * The limits of what may be added to a stream service.
 *
 * @param maxInfo the longest assignment, name and info together, in bytes of its JSON text
 * @param maxLength how many entries a Load Balancer Stream may have; 0 for no bound
 */
public record StreamLimits(int maxInfo, long maxLength) {}
