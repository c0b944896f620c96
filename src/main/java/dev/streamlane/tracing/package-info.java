/**
 * Traces jobs with OpenTelemetry, the one package that knows it. {@code docs/observability.md} shows what a trace looks
 * like.
 */
package dev.streamlane.tracing;
