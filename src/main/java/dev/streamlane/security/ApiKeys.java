package dev.streamlane.security;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All keys that are known at a time.
 *
 * @param keys in any order
 */
record ApiKeys(List<ApiKey> keys) {
    /** How many there may be: each is compared with what a request brings. */
    static final int MAX = 1000;

    /** Shorter ones could be guessed. 32 random bytes are 44 characters in Base64. */
    static final int MIN_LENGTH = 20;

    /** Longer ones are no safer, and would have to be hashed. */
    static final int MAX_LENGTH = 256;

    ApiKeys {
        keys = List.copyOf(keys);
    }

    /** The key that a request has brought; all are compared, so that the time tells nothing of which one it is. */
    Optional<ApiKey> find(String brought) {
        if (brought.length() < MIN_LENGTH || brought.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        KeyHash hash = KeyHash.of(brought);
        ApiKey found = null;
        for (ApiKey key : keys) {
            found = key.hash().is(hash) ? key : found;
        }
        return Optional.ofNullable(found);
    }

    /** Whether nothing has changed; the order means nothing. */
    boolean same(ApiKeys others) {
        return keys.size() == others.keys.size()
                && keys.stream().allMatch(key -> others.keys.stream().anyMatch(key::same));
    }

    /** Who they are, for the log. */
    String summary() {
        return keys.stream()
                .sorted(Comparator.comparing(ApiKey::name))
                .map(key -> key.name() + key.roles().stream().sorted().toList())
                .collect(Collectors.joining(", "));
    }
}
