package dev.streamlane.producer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tells a job that is enqueued again from another one.
 *
 * @param key the idempotency key
 * @param digest a digest of all that the caller says of the job
 */
public record Once(String key, String digest) {
    /**
     * Of a job.
     *
     * @param payload as JSON text: white space and the order of fields count
     */
    static Once of(NewJob job, String payload) {
        MessageDigest sha = sha256();
        add(sha, payload);
        add(sha, job.key());
        add(sha, job.partitionKey());
        add(sha, job.timeout().toString());
        // Without what goes along with it by itself, such as a trace; in whatever order they were given.
        for (Map.Entry<String, String> header : new TreeMap<>(job.headers()).entrySet()) {
            add(sha, header.getKey());
            add(sha, header.getValue());
        }
        return new Once(
                job.idempotencyKey(), Base64.getUrlEncoder().withoutPadding().encodeToString(sha.digest()));
    }

    /** With its length, so that no two lists of texts are the same. */
    private static void add(MessageDigest sha, String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        sha.update(((text == null ? -1 : bytes.length) + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
