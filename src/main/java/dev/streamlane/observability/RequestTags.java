package dev.streamlane.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Lets nobody invent tags of the HTTP metrics, each value of which would be a time series. Quarkus takes the method as it
 * came, and the path as well where no call was matched and yet nothing refused: that is what becomes of OPTIONS, and of a
 * request whose connection breaks.
 */
@Singleton
final class RequestTags implements MeterFilter {
    private static final String REQUESTS = "http.server.requests";
    private static final String METHOD = "method";
    private static final String OPTIONS = "OPTIONS";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", OPTIONS);

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().equals(REQUESTS)) {
            return id;
        }
        String method = String.valueOf(id.getTag(METHOD));
        boolean unmatched = method.equals(OPTIONS) || "RESET".equals(id.getTag("status"));
        Meter.Id bounded = METHODS.contains(method) ? id : id.withTag(Tag.of(METHOD, "OTHER"));
        return unmatched ? bounded.withTag(Tag.of("uri", "UNKNOWN")) : bounded;
    }
}
