package dev.streamlane.bench.service;

import java.util.Locale;

/** The kinds of processors, each with a topic of its own. */
public enum Kind {
    REACTIVE,
    BATCH,
    BLOCKING;

    /** As it is called in results, settings and topics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String topic() {
        return "bench-" + label();
    }
}
