package dev.streamlane.consumer;

import dev.streamlane.partition.GroupId;
import java.lang.reflect.Type;

/**
 * A processor bean with what it is for.
 *
 * @param group the topic and group whose jobs it processes
 * @param payloadType what payloads are read into
 * @param invoker calls it
 * @param concurrency how many of its jobs run at a time in this process
 */
record ProcessorBinding(GroupId group, Type payloadType, Invoker invoker, int concurrency) {}
