/**
 * Streamlane: a partitioned job queue on Redis Streams, and load-balanced streams beside it. The protocol of the latter is
 * with {@link dev.streamlane.streams}.
 *
 * <h2>The protocol on one page</h2>
 *
 * A topic has partitions; each is one Redis stream. A <em>group</em> processes every job of the topic once. The replicas of
 * the application are the group's <em>consumers</em>. They have no leader: each of them keeps itself in line with what
 * stands in Redis, and Redis arbitrates. One consumer's part in one group is this, from left to right:
 *
 * <pre>
 *  JOINING --first beat--> MEMBER --SIGTERM--> LEAVING --left--> DRAINING --all released--> LEFT
 *                            |
 *                            +--another process has taken the consumer id--> SUPERSEDED (for good)
 * </pre>
 *
 * <p>and a partition's part in one consumer this:
 *
 * <pre>
 *  not held --acquire--> OWNED --target says otherwise--> REVOKING --drained--> DRAINED --release--> not held
 *     ^                    |                                                      ^
 *     |                    +--------------- trust in the lease ends --------------+
 *     +--------------------+ the lease is found to be lost
 * </pre>
 *
 * <ol>
 *   <li><b>Beat.</b> Every {@code heartbeat.interval}, and after each wake-up, a consumer refreshes its deadline among the
 *       group's members. The same script drops members whose deadline has passed and shows what is left.
 *   <li><b>Agree.</b> If the members or the partition count do not fit the stored target assignment, whoever notices
 *       computes a new one and replaces the old by compare-and-set on its generation. The first wins; a loser looks again.
 *   <li><b>Reconcile.</b> Each consumer compares the target with what it owns. It drains and releases what is meant for
 *       somebody else, and acquires what is meant for it. What stays is not touched. A refused acquisition says how long
 *       the present lease has to run, and is tried again then, or when its release wakes the group.
 *   <li><b>Consume.</b> Under a lease, one script at a time acknowledges what is done, notes failed attempts, records what
 *       is about to run, and reads on. It first compares the lease's incarnation and epoch with the caller's: whoever has
 *       lost the lease can read nothing, start nothing and acknowledge nothing.
 * </ol>
 *
 * <h2>What each clock is for</h2>
 *
 * <ul>
 *   <li><b>Redis' TIME, inside scripts</b>: the only judge of deadlines, of members and leases alike. A deadline further away
 *       than its own TTL was left behind by a clock that has been set back, and is cut.
 *   <li><b>The local monotonic clock</b>: intervals, back-off, timeouts, and <em>trust</em>. A consumer relies on a lease
 *       until the start of its last successful renewal attempt + TTL − a margin, and interrupts what runs when that is over.
 *       It counts from the start, because the answer may have taken long.
 *   <li><b>The wall clock</b>: time stamps that people read. Nothing is decided by it.
 * </ul>
 *
 * <h2>What fences what</h2>
 *
 * <ul>
 *   <li>The <b>incarnation</b>, random for each process life, tells a process from its predecessor of the same consumer id.
 *   <li>The <b>epoch</b>, {@code max(stored + 1, TIME in ms)}, tells one lease of a partition from the next. It does not fall
 *       even if Redis has lost its data.
 *   <li>The <b>number</b> of a step tells it from a later one of the same lease, should it have been under way for so long
 *       that its sender gave it up.
 *   <li>The <b>generation</b> tells one target from another. It is compared for equality only.
 * </ul>
 *
 * <h2>Where things are</h2>
 *
 * {@code job} is what applications implement and hold. {@code partition} has the pure decisions: who gets which partition,
 * what has to move, where a key belongs. {@code topic} has what is known about topics. {@code coordination} beats, agrees and
 * reconciles; {@code consumer} reads, orders, runs and acknowledges; {@code producer} validates and enqueues. {@code streams}
 * takes, claims, runs and hands over load-balanced streams, kept alive by the same heartbeat. What runs processors, for jobs
 * and streams alike, is {@code execution}. They know Redis only as interfaces, which {@code redis} implements, the one
 * package that knows keys and scripts. {@code stats} counts in memory what this replica does, {@code config} reads the
 * configuration and puts everything together. {@code rest}, {@code observability}, {@code demo} and {@code devmode} stand at
 * the edge and are imported by nobody.
 */
package dev.streamlane;
