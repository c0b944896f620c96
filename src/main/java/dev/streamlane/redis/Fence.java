package dev.streamlane.redis;

import java.util.ArrayList;
import java.util.List;

/** What a fenced script is called with first: who asks, and by which lease. */
record Fence(String group, String consumer, String incarnation, long epoch) {
    /** The arguments of a fenced script. */
    List<String> and(String... more) {
        List<String> args = new ArrayList<>(4 + more.length);
        args.add(group);
        args.add(consumer);
        args.add(incarnation);
        args.add(String.valueOf(epoch));
        args.addAll(List.of(more));
        return args;
    }
}
