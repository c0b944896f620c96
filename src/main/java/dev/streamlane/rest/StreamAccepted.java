package dev.streamlane.rest;

/**
 * A stream was added.
 *
 * @param entryId its entry ID on the Load Balancer Stream
 * @param service the stream service
 * @param dataStreamName the data stream's name
 */
record StreamAccepted(String entryId, String service, String dataStreamName) {}
