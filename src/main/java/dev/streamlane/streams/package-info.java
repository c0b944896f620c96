/**
 * Load-balanced streams: hands whole data streams to replicas, keeps them alive, and claims them from the dead. The wire
 * protocol is that of redis-stream-client-go, whose replicas may serve the same service at the same time.
 *
 * <h2>The protocol on one page</h2>
 *
 * A producer appends the <em>name</em> of a data stream to the service's Load Balancer Stream, {@code <service>-input}: one
 * entry with the field {@code lbs-input}, {@code {"DataStreamName": "…", "Info": {…}}}. The replicas read it in the group
 * {@code <service>-group}, each as the consumer {@code redis-consumer-<consumer id>}. An entry that was read is
 * <em>pending</em> until its stream is done; the group's pending list says who has it. A replica keeps a lock beside each
 * stream it has, {@code <DataStreamName><MUTEX_KEY_SEP><entry id>} = its consumer name, with a TTL. Done is: acknowledge and
 * delete the entry, then unlock.
 *
 * <pre>
 *  waiting --take--> taken --claim--> ASSIGNED --done / bury--> gone
 *  (undelivered)     (pending, mine)   (+ lock, + epoch)
 *                                         |  ^
 *             hand over, back-off, leave  |  |  claim: lock absent
 *                                         v  |
 *                                       unowned     (pending, under nobody's name)
 *
 *  ASSIGNED --owner dies: lock and membership run out--> claim by another (looked at twice)
 * </pre>
 *
 * <ol>
 *   <li><b>Beat.</b> Three times in a lock's TTL a replica refreshes its place among the service's <em>replicas</em>, with
 *       what it holds and what room it has, and extends all its locks. The answer tells who has pending entries, and of
 *       what kind each of them is: a live replica, a dead one, nobody, or a foreign client, of which only its locks are
 *       known. Every 10 s it makes its entries young again: a foreign client that starts takes what has been idle for 40 s,
 *       locked or not.
 *   <li><b>Take.</b> With room for more, a replica takes up to 8 undelivered entries. The script lets the one with the
 *       fewest streams go first, and of equals the one that has not taken for longest; the others wait some milliseconds
 *       for each that goes before them and then take what is left. Only when no other replica has room, more entries are
 *       taken than can be started, so that the most urgent of them starts first.
 *   <li><b>Claim</b> is the only way to have a stream. First the lock is set, if it is absent; then one script, in the slot
 *       of the Load Balancer Stream, checks that the entry is still pending under the name it was seen under, that it has
 *       been idle for long enough, and that no other pending entry has the same name; moves it to this consumer; and
 *       raises its epoch, {@code max(stored + 1, TIME in ms)}. If that is refused, the lock is given up again.
 *   <li><b>What may be claimed.</b> What the replica has just taken, and what is nobody's: at once. What a dead replica or a
 *       foreign client had: if its lock was absent in two looks at least 500 ms apart, and the entry has been idle for the
 *       lock's TTL. What a foreign client has whose lock was never seen: after 40 s, because that client may read many
 *       entries at once and lock them one after another.
 *   <li><b>Let go.</b> A stream whose processor threw, or that is handed over, is put under nobody's name, {@code unowned}.
 *       The lock stays as long as the back-off; a hand-over lets it expire at once, which is what foreign clients listen to.
 *   <li><b>Fence.</b> Done, checkpoint, letting go and burying are scripts that check the entry's pending owner and epoch
 *       and write in the same step. A replica trusts a lock until the start of its last successful extension + TTL − a
 *       margin, by its own monotonic clock; then it tells the processor that it is disowned, interrupts it, and ignores
 *       what becomes of it.
 * </ol>
 *
 * <p>Failures are counted per entry: exceptions, and owners that were lost. A checkpoint further on than the last one counts
 * them from nothing. Nothing rests on expiry notifications, which only make the next look come sooner.
 */
package dev.streamlane.streams;
