package dev.streamlane.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Gives everybody in an open service, and operators in any, all roles; whichever mechanism it was that knew them. */
@Singleton
final class ImpliedRoles implements SecurityIdentityAugmentor {
    private final Openness openness;

    ImpliedRoles(Openness openness) {
        this.openness = openness;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        boolean all = openness.isOpen() || identity.hasRole(Role.OPERATOR.label());
        return Uni.createFrom().item(all ? withAll(identity) : identity);
    }

    private static SecurityIdentity withAll(SecurityIdentity identity) {
        return QuarkusSecurityIdentity.builder(identity).addRoles(Role.LABELS).build();
    }
}
