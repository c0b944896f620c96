package dev.streamlane.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks for the identity of whoever came with a key that is known. */
final class KnownKey extends BaseAuthenticationRequest {
    private final ApiKey key;

    KnownKey(ApiKey key) {
        this.key = key;
    }

    ApiKey key() {
        return key;
    }
}
