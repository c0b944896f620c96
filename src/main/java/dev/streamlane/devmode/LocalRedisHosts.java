package dev.streamlane.devmode;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.redis.client.RedisHostsProvider;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Set;

/**
 * Tells Quarkus' Redis client where the Redis of dev mode and tests is. Quarkus asks only if {@code
 * quarkus.redis.hosts} is not set, and finds this bean by {@code quarkus.redis.hosts-provider-name}.
 */
@ApplicationScoped
@Identifier("local")
@IfBuildProfile(anyOf = {"dev", "test"})
final class LocalRedisHosts implements RedisHostsProvider {

    @Override
    public Set<URI> getHosts() {
        return Set.of(LocalRedis.uri(LaunchMode.current()));
    }
}
