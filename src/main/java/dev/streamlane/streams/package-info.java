/**
 * Load-balanced streams: hands whole data streams to replicas, keeps them alive, and claims them from the dead. The wire
 * protocol is that of redis-stream-client-go, whose replicas may serve the same service at the same time; it is in {@code
 * docs/protocol.md}, and what is promised in {@code docs/load-balanced-streams.md}.
 *
 * <p>A {@link dev.streamlane.streams.ServiceMember} is this replica's part in one service: it beats, and decides what follows
 * from the answer. {@link dev.streamlane.streams.LockKeeper} extends locks, and {@link dev.streamlane.streams.Inventory}
 * compares what stands in Redis with what is here. {@link dev.streamlane.streams.Intake} takes what is new, while there is
 * room; {@link dev.streamlane.streams.Search} finds what may be claimed: {@link dev.streamlane.streams.Sweep} looks at
 * what dead replicas and foreign clients have left, by the rules of {@link dev.streamlane.streams.Looks}, and {@link
 * dev.streamlane.streams.Duplicates} sorts out what waits. {@link dev.streamlane.streams.Claims} chooses among all of it and
 * claims, {@link dev.streamlane.streams.ServiceConsumer} runs the processors and hands over, and {@link
 * dev.streamlane.streams.Conclusion} writes how a stream ended. All of it runs on one thread of the service. {@link
 * dev.streamlane.streams.Entries} is a processor's view of its data stream.
 */
package dev.streamlane.streams;
