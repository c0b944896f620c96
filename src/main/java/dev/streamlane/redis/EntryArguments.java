package dev.streamlane.redis;

import dev.streamlane.producer.JobLog.NewEntry;
import java.math.BigDecimal;
import java.util.List;

/** What the scripts that write jobs are told of each of them. */
final class EntryArguments {
    private EntryArguments() {}

    static void add(ScriptCall call, List<NewEntry> entries) {
        if (call.script() == Script.ENQUEUE) {
            addRuns(call.args(), entries);
        } else {
            entries.forEach(entry -> add(call, entry));
        }
    }

    /** What jobs one behind the other have in common is said once: each argument costs Redis time. */
    private static void addRuns(List<String> args, List<NewEntry> entries) {
        int next = 0;
        while (next < entries.size()) {
            NewEntry first = entries.get(next);
            int end = next + 1;
            while (end < entries.size() && alike(first, entries.get(end))) {
                end++;
            }
            args.add(String.valueOf(end - next));
            addShared(args, first);
            for (; next < end; next++) {
                addIdentity(args, entries.get(next));
                addFurther(args, entries.get(next));
            }
        }
    }

    private static boolean alike(NewEntry one, NewEntry other) {
        return one.partitionKey().equals(other.partitionKey())
                && one.createdAtMillis() == other.createdAtMillis()
                && one.timeoutSeconds() == other.timeoutSeconds()
                && (one.key() == null) == (other.key() == null)
                && (one.headers() == null) == (other.headers() == null);
    }

    private static void add(ScriptCall call, NewEntry entry) {
        List<String> args = call.args();
        if (call.script() == Script.ENQUEUE_ONCE) {
            args.add(entry.once() == null ? "" : entry.once().key());
            args.add(entry.once() == null ? "" : entry.once().digest());
        }
        if (entry.due() != null) {
            args.add((entry.due().fromNow() ? "+" : "") + entry.due().millis());
        }
        addIdentity(args, entry);
        addShared(args, entry);
        addFurther(args, entry);
    }

    private static void addIdentity(List<String> args, NewEntry entry) {
        args.add(entry.id());
        args.add(entry.payload());
    }

    private static void addShared(List<String> args, NewEntry entry) {
        args.add(entry.partitionKey());
        args.add(BigDecimal.valueOf(entry.createdAtMillis(), 3).toPlainString());
        args.add(String.valueOf(entry.timeoutSeconds()));
        String names = (entry.key() == null ? "" : "key ") + (entry.headers() == null ? "" : "headers");
        args.add(names.strip());
    }

    private static void addFurther(List<String> args, NewEntry entry) {
        if (entry.key() != null) {
            args.add(entry.key());
        }
        if (entry.headers() != null) {
            args.add(entry.headers());
        }
    }
}
