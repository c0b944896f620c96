package dev.streamlane.demo;

/**
 * The example's payload; its JSON is {@code {"to": "user1@example.com", "subject": "Welcome 1"}}. It has no {@code
 * RegisterForReflection}, as every payload needs for a native executable: that would be in production's, too. Our own {@code
 * reflect-config.json} has it for those with the example.
 *
 * @param to whom to send it to
 * @param subject what it is about
 */
record Email(String to, String subject) {}
