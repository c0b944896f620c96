/**
 * What can be done at all: a bare client that does with Redis what the service does at least, by the same client library and
 * with the same entries, and nothing else. It runs as a process of its own, like the service.
 */
package dev.streamlane.bench.limit;
