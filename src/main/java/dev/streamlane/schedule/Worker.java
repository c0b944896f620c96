package dev.streamlane.schedule;

import java.util.concurrent.Executor;

/** Where ticks are computed: that takes up to milliseconds, for which no event loop has time. */
public interface Worker extends Executor {}
