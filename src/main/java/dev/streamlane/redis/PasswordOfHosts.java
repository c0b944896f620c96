package dev.streamlane.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Puts {@code quarkus.redis.password} beside the user whom a host names, as in {@code redis://user@host}. The client itself
 * overlooks such a user, and forgets one that it takes from a query as soon as it hears of further nodes of a cluster, or of
 * a master from a Sentinel.
 */
@Singleton
final class PasswordOfHosts implements RedisOptionsCustomizer {
    private static final Pattern USER_ALONE = Pattern.compile("(?<=://)([^:@/?#]+)@");

    @Override
    public void customize(String client, RedisOptions options) {
        String password = options.getPassword();
        if (password != null) {
            String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8);
            options.setEndpoints(options.getEndpoints().stream()
                    .map(host -> USER_ALONE.matcher(host).replaceFirst("$1:" + encoded + "@"))
                    .toList());
        }
    }
}
