package dev.streamlane.consumer;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.execution.Timers;
import dev.streamlane.partition.GroupId;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What all partitions of a group share in this process.
 *
 * @param group the group
 * @param settings its limits
 * @param thread runs everything of the group that is not a processor, one thing at a time
 * @param timers runs things later on {@code thread}
 * @param ticker the local monotonic clock
 * @param clock the wall clock, for the age of jobs only
 * @param slots the group's concurrency
 * @param gate lets suspect jobs run alone
 * @param decoder reads entries
 * @param invoker calls the processor
 * @param retry the back-off
 * @param events hears what happens to jobs
 */
record GroupContext(
        GroupId group,
        ConsumerSettings settings,
        Executor thread,
        Timers timers,
        Ticker ticker,
        Clock clock,
        Slots slots,
        SoloGate gate,
        JobDecoder decoder,
        Invoker invoker,
        RetryPolicy retry,
        JobEvents events) {}
