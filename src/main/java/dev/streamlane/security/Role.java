package dev.streamlane.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may do. */
public enum Role {
    /** Enqueues jobs and adds streams. */
    PRODUCER,
    /** Reads. */
    VIEWER,
    /** Changes things, and may do all that the others may. */
    OPERATOR;

    /** All of them, by their labels. */
    static final Set<String> LABELS = Arrays.stream(values()).map(Role::label).collect(Collectors.toUnmodifiableSet());

    /** The name by which configuration, and other security extensions, know it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that label. */
    static Optional<Role> of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }
}
