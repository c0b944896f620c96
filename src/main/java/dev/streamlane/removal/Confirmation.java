package dev.streamlane.removal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Makes a short word of a state, which is another one for another state. */
final class Confirmation {
    /** How many bytes of the digest: it has to differ by accident only, nobody guards a secret with it. */
    private static final int BYTES = 8;

    private Confirmation() {}

    static String of(Object... state) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(List.of(state).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
