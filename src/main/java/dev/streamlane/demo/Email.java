package dev.streamlane.demo;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The example's payload; its JSON is {@code {"to": "user1@example.com", "subject": "Welcome 1"}}. Registered, as every
 * payload must be, so that Jackson finds its parts in a native executable.
 *
 * @param to whom to send it to
 * @param subject what it is about
 */
@RegisterForReflection
record Email(String to, String subject) {}
