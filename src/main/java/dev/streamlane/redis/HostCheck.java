package dev.streamlane.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Has the certificate of a Redis checked for its host's name, unless that is switched off in so many words. A client with a
 * TLS configuration by name would else take the certificate of any host.
 */
@Singleton
final class HostCheck implements RedisOptionsCustomizer {
    private static final Logger LOG = Logger.getLogger(HostCheck.class);
    private static final String CLIENT = "<default>";
    private static final String SETTING = "hostname-verification-algorithm";
    private static final String OFF = "NONE";
    private static final String ON = "HTTPS";

    private final Config config;

    HostCheck(Config config) {
        this.config = config;
    }

    @Override
    public void customize(String client, RedisOptions options) {
        NetClientOptions net = options.getNetClientOptions();
        if (!CLIENT.equals(client) || !net.isSsl()) {
            return;
        }
        String wanted = net.isTrustAll() ? OFF : setting().orElse(ON);
        if (OFF.equalsIgnoreCase(wanted)) {
            LOG.warn("Whoever has a certificate may be taken for Redis: its host's name is not checked");
        }
        net.setHostnameVerificationAlgorithm(OFF.equalsIgnoreCase(wanted) ? "" : wanted);
    }

    /** A name may stand in quotes, and has to where it has dots. */
    private Optional<String> setting() {
        Optional<String> name = value("quarkus.redis.tls-configuration-name");
        return name.isEmpty()
                ? value("quarkus.redis.tls." + SETTING)
                : value("quarkus.tls.\"" + name.get() + "\"." + SETTING)
                        .or(() -> value("quarkus.tls." + name.get() + "." + SETTING));
    }

    private Optional<String> value(String key) {
        return config.getOptionalValue(key, String.class);
    }
}
