/**
 * The Redis that dev mode and tests find without any set-up.
 *
 * <p>If {@code quarkus.redis.hosts} names a Redis, nothing here is asked. Otherwise {@link
 * dev.streamlane.devmode.LocalRedisHosts} hands out one Redis for each JVM and mode: a container when a Docker engine
 * answers and the image is there or can be pulled, else a {@code redis-server} process of our own.
 *
 * <p>Quarkus' own Dev Services for Redis are switched off in {@code application.properties}: where Docker answers but
 * the image cannot be pulled they end the start, and they know no embedded server.
 *
 * <p>No other package may use this one. Its libraries have scope {@code provided} and its bean exists in the profiles
 * {@code dev} and {@code test} only, so a production package neither contains nor needs them.
 */
package dev.streamlane.devmode;
