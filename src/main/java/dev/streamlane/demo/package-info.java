/**
 * The two documented examples: a producer of e-mail jobs and their processor, and a producer of order streams and theirs.
 * Their beans exist where {@code streamlane.demo.enabled} is set when the application is built, as this service does in its
 * profiles {@code dev} and {@code demo}; production packages have none of them, and neither have applications that use
 * Streamlane, in whichever profile.
 */
package dev.streamlane.demo;
