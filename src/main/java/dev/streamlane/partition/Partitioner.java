package dev.streamlane.partition;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses the partition of a job. Keyed: the MD5 of the key's UTF-8 text, read as an unsigned big-endian integer, modulo
 * the number of partitions, which is redisaq's mapping, so that both put a key into the same partition. Without a key:
 * round-robin. Safe for use by many threads.
 */
public final class Partitioner {
    private final AtomicInteger next = new AtomicInteger();

    /** The partition of {@code key} among {@code partitions}, from 0. */
    public static int ofKey(String key, int partitions) {
        byte[] digest = md5().digest(key.getBytes(StandardCharsets.UTF_8));
        return new BigInteger(1, digest).mod(BigInteger.valueOf(partitions)).intValue();
    }

    /** The next partition in turn among {@code partitions}, from 0. */
    public int next(int partitions) {
        return Math.floorMod(next.getAndIncrement(), partitions);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
