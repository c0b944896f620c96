/**
 * The only package that knows Redis: keys, scripts, connections, and the adapters that implement the ports of the others.
 *
 * <p><b>Writes.</b> Each operation is one script under {@code lua/}, so that it happens as a whole. What a lease protects
 * compares its incarnation and epoch before it writes; whoever lost it gets that as an answer, and has changed nothing. Time
 * is Redis' own. Scripts that only take memory are refused by a Redis that has none; all others may go on then
 * ({@code allow-oom}), because they are what frees it.
 *
 * <p><b>Connections.</b> {@link dev.streamlane.redis.RedisLane Lanes} live long and pipeline. Three things about the client
 * beneath them are not obvious:
 *
 * <ul>
 *   <li>An error of one command fails a whole {@code batch}, and hides the other replies. So lanes send commands one by one,
 *       which is as quick; the only batch is the one that {@code WAIT} needs.
 *   <li>Closing a connection gives it back to the pool, with replies still to come. {@link dev.streamlane.redis.Connector}
 *       knows the ways around that.
 *   <li>A message that is pushed swallows the reply that a command waits for. So wake-ups have a connection of their own, on
 *       which nothing but a ping is ever sent, and a lost pong is no loss.
 * </ul>
 */
package dev.streamlane.redis;
