package dev.streamlane.rest;

/**
 * A whole NDJSON stream was enqueued.
 *
 * @param enqueued how many jobs it had
 */
record BulkAccepted(long enqueued) {}
