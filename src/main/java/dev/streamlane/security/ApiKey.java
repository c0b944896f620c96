package dev.streamlane.security;

import java.util.Set;

/**
 * A key that somebody may come with.
 *
 * @param name under which the audit log knows them
 * @param roles the labels of what they may do
 * @param hash of the key
 */
record ApiKey(String name, Set<String> roles, KeyHash hash) {
    ApiKey {
        roles = Set.copyOf(roles);
    }

    /** Whether nothing has changed. */
    boolean same(ApiKey other) {
        return name.equals(other.name) && roles.equals(other.roles) && hash.is(other.hash);
    }
}
