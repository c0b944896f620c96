package dev.streamlane.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is known of a key, whose text nobody keeps. A fast hash will do, because a key is random and long. */
final class KeyHash {
    private static final String ALGORITHM = "sha256:";
    private static final Pattern FORM = Pattern.compile("[0-9A-Fa-f]{64}");

    private final byte[] digest;

    private KeyHash(byte[] digest) {
        this.digest = digest;
    }

    /** The hash of a key. */
    static KeyHash of(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new KeyHash(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what a configuration has: {@code sha256:} and 64 hexadecimal digits; empty if it is anything else. */
    static Optional<KeyHash> parse(String text) {
        String hash = text.strip();
        String digits = hash.startsWith(ALGORITHM) ? hash.substring(ALGORITHM.length()) : "";
        return FORM.matcher(digits).matches()
                ? Optional.of(new KeyHash(HexFormat.of().parseHex(digits.toLowerCase(Locale.ROOT))))
                : Optional.empty();
    }

    /** Whether both are of the same key; takes as long whether they are or not. */
    boolean is(KeyHash other) {
        return MessageDigest.isEqual(digest, other.digest);
    }

    /** Nothing that could help anybody. */
    @Override
    public String toString() {
        return ALGORITHM + "…";
    }
}
