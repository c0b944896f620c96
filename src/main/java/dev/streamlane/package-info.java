/**
 * Streamlane: a partitioned job queue on Redis Streams, and load-balanced streams beside it.
 *
 * <p>The replicas of an application have no leader. Each of them <em>beats</em>, <em>agrees</em> with the others on a target
 * assignment by compare-and-set, <em>reconciles</em> what it owns with that target, and <em>consumes</em> under leases, whose
 * incarnation and epoch every write compares. Redis' TIME judges deadlines, the local monotonic clock judges trust, and the
 * wall clock judges nothing. The whole protocol, with keys, states, scripts and clocks, is in {@code docs/protocol.md}; how a
 * job comes through these packages, and which of them may know which, in {@code docs/architecture.md}.
 *
 * <h2>Where things are</h2>
 *
 * {@code job} is what applications implement and hold. {@code partition} has the pure decisions: who gets which partition,
 * what has to move, where a key belongs. {@code topic} has what is known about topics. {@code coordination} beats, agrees and
 * reconciles; {@code consumer} reads, orders, runs and acknowledges, within the limits that {@code permit} has replicas share;
 * {@code producer} validates and enqueues; {@code schedule} has what is to be enqueued later, or again and again. {@code
 * streams} takes, claims, runs and hands over load-balanced streams, kept alive by the same heartbeat. What runs processors,
 * for jobs and streams alike, is {@code execution}; what their log lines have in common, {@code logging}. What operators ask
 * for is in {@code group}, {@code removal} and {@code deadletter}. All of them know Redis only as interfaces, which {@code
 * redis} implements, the one package that knows keys and scripts. {@code stats} counts in memory what this replica does,
 * {@code config} reads the configuration and puts everything together. {@code rest}, {@code security}, {@code observability},
 * {@code tracing}, {@code demo} and {@code devmode} stand at the edge and are imported by nobody.
 */
package dev.streamlane;
