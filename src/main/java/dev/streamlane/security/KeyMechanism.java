package dev.streamlane.security;

import dev.streamlane.config.StreamlaneConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Knows people by API keys: {@code Authorization: Bearer KEY}, or {@code X-API-Key: KEY}. What is no known key is left to
 * other mechanisms, for it may be a token of theirs; with nobody else to know it, it is as good as none.
 */
@Singleton
final class KeyMechanism implements HttpAuthenticationMechanism {
    private static final String HEADER = "X-API-Key";
    private static final String SCHEME = "Bearer ";

    /** Before those of Quarkus that take every bearer for theirs, after client certificates, which must be the first. */
    private static final int PRIORITY = DEFAULT_PRIORITY + 1_500;

    private final KeyRing ring;
    private final boolean external;
    private final Instance<HttpAuthenticationMechanism> mechanisms;

    KeyMechanism(KeyRing ring, StreamlaneConfig config, @Any Instance<HttpAuthenticationMechanism> mechanisms) {
        this.ring = ring;
        this.external = config.security().external();
        this.mechanisms = mechanisms;
    }

    /** Whether people can be known by other means, too. Those that are given in code cannot be seen from here. */
    boolean hasCompany() {
        return external || mechanisms.stream().anyMatch(mechanism -> !(mechanism instanceof KeyMechanism));
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        Optional<ApiKey> key = brought(context).flatMap(ring.keys()::find);
        return key.isEmpty()
                ? Uni.createFrom().nullItem()
                : identities.authenticate(
                        HttpSecurityUtils.setRoutingContextAttribute(new KnownKey(key.get()), context));
    }

    /** Others challenge in their own way, if there are any, whoever has not come with something like a key. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        boolean brought = brought(context).isPresent();
        if (!brought && hasCompany()) {
            return Uni.createFrom().nullItem();
        }
        String fault = brought ? ", error=\"invalid_token\"" : "";
        return Uni.createFrom()
                .item(new ChallengeData(
                        HttpResponseStatus.UNAUTHORIZED.code(),
                        HttpHeaderNames.WWW_AUTHENTICATE,
                        "Bearer realm=\"streamlane\"" + fault));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(KnownKey.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom()
                .item(new HttpCredentialTransport(HttpCredentialTransport.Type.OTHER_HEADER, HEADER, "api-key"));
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }

    private static Optional<String> brought(RoutingContext context) {
        String key = context.request().getHeader(HEADER);
        if (key != null && !key.isBlank()) {
            return Optional.of(key);
        }
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(authorization.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
