package dev.streamlane.job;

/**
 * Processes the data streams that a stream service hands to this replica. Implement it as a CDI bean with a {@link
 * StreamService} annotation:
 *
 * <pre>{@code
 * @ApplicationScoped
 * @StreamService("load-balance-demo")
 * public class OrderProcessor implements StreamProcessor {
 *     public void process(AssignedStream stream) throws Exception {
 *         for (StreamEntry entry : stream.entries()) {
 *             handle(entry);
 *             if (isLast(entry)) {
 *                 return;
 *             }
 *             stream.checkpoint(entry.id());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>No checkpoint is saved after the last entry: if this replica died between the two, the next owner would go on after it,
 * and wait for an entry that never comes.
 *
 * <p>It may block; it runs on a virtual thread where the JVM has them (21+). It is called for up to {@code
 * streamlane.streams.max-streams} streams at once, so it must be thread-safe.
 */
public interface StreamProcessor {
    /**
     * Processes one stream. To return means that the stream is done: it is taken off the Load Balancer Stream and nobody
     * gets it again. To throw means that it failed: it is tried again after a back-off, by whichever replica is free then,
     * and dead-lettered after {@code streamlane.streams.max-attempts}; {@link DiscardJobException} dead-letters it at once.
     *
     * <p>When the stream is handed over, or its lock is lost, the thread is interrupted. Whatever happens afterwards, also
     * a return, counts neither as done nor as failed: another replica continues after the last {@link
     * AssignedStream#checkpoint(String) checkpoint}.
     *
     * @param stream the stream, for the time of this call only
     */
    void process(AssignedStream stream) throws Exception;
}
