package dev.streamlane.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Who somebody with a key is: its name, and its roles. */
@Singleton
final class KeyIdentities implements IdentityProvider<KnownKey> {
    @Override
    public Class<KnownKey> getRequestType() {
        return KnownKey.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(KnownKey request, AuthenticationRequestContext context) {
        ApiKey key = request.key();
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal(key.name()))
                        .addRoles(key.roles())
                        .build());
    }
}
