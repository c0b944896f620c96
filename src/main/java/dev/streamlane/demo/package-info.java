/**
 * The documented example: a producer of e-mail jobs and their processor. Its beans exist in the build profiles {@code dev}
 * and {@code demo} only; production packages have none of them.
 */
package dev.streamlane.demo;
