package dev.streamlane.partition;

/**
 * The right to consume one partition for one group, as its holder sees it.
 *
 * @param partition the partition's number
 * @param epoch the fencing token: higher than that of every earlier lease of this partition and group
 * @param trustedUntil the monotonic instant, in nanoseconds, from which the holder must not rely on the lease any more.
 *     It counts from the <em>start</em> of the attempt that renewed it, because the reply may have been slow
 */
public record Lease(int partition, long epoch, long trustedUntil) {
    /** Whether the holder may still rely on it at the monotonic instant {@code now}. */
    public boolean trusted(long now) {
        return trustedUntil - now > 0;
    }

    /** The same lease, renewed. */
    public Lease trustedUntil(long instant) {
        return new Lease(partition, epoch, instant);
    }
}
