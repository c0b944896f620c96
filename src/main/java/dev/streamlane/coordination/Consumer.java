package dev.streamlane.coordination;

/**
 * One replica's identity.
 *
 * @param id the consumer id: stable over restarts where the deployment gives one, unique among live replicas
 * @param incarnation the random name of this one process life; every fence compares it, never the id
 * @param host where it runs, for people
 */
public record Consumer(String id, String incarnation, String host) {}
