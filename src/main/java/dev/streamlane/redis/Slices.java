package dev.streamlane.redis;

import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Cuts a batch into calls that are each short for Redis. */
final class Slices {
    private static final int MAX_JOBS = 500;
    private static final int MAX_CHARACTERS = 1 << 20;

    private Slices() {}

    /**
     * A part of a batch.
     *
     * @param call writes it
     * @param jobs how many it has
     */
    record Part(ScriptCall call, int jobs) {}

    /** What appends entries without idempotency keys to a partition. */
    static List<Part> of(String stream, String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        return cut(
                entries,
                room -> new ScriptCall(Script.ENQUEUE, List.of(stream), head(topic, partition, settings, room)));
    }

    /**
     * What appends entries of which some have idempotency keys.
     *
     * @param keys of the script
     * @param more what the script wants to know besides
     */
    static List<Part> once(
            List<String> keys,
            List<String> more,
            String topic,
            int partition,
            TopicSettings settings,
            List<NewEntry> entries) {
        return cut(entries, room -> {
            List<String> args = head(topic, partition, settings, room);
            args.addAll(more);
            return new ScriptCall(Script.ENQUEUE_ONCE, keys, args);
        });
    }

    /**
     * What keeps entries until they are due.
     *
     * @param keys of the script
     * @param channel where sooner ones are told of
     */
    static List<Part> ofDelayed(
            List<String> keys, String topic, int partition, long limit, String channel, List<NewEntry> entries) {
        return cut(
                entries,
                room -> new ScriptCall(
                        Script.DELAY,
                        keys,
                        new ArrayList<>(List.of(
                                topic,
                                String.valueOf(partition),
                                String.valueOf(room == 0 ? Long.MAX_VALUE : limit),
                                String.valueOf(room),
                                channel))));
    }

    /** @param begin a call without entries that asks for so much room */
    private static List<Part> cut(List<NewEntry> entries, IntFunction<ScriptCall> begin) {
        List<Part> slices = new ArrayList<>();
        int next = 0;
        while (next < entries.size()) {
            // The first one asks for room for all.
            ScriptCall slice = begin.apply(slices.isEmpty() ? entries.size() : 0);
            long characters = 0;
            int first = next;
            while (next < entries.size() && next - first < MAX_JOBS && (next == first || characters < MAX_CHARACTERS)) {
                characters += entries.get(next).payload().length();
                next++;
            }
            EntryArguments.add(slice, entries.subList(first, next));
            slices.add(new Part(slice, next - first));
        }
        return slices;
    }

    private static List<String> head(String topic, int partition, TopicSettings settings, int room) {
        boolean unchecked = room == 0 && settings.overflow() == Overflow.REJECT;
        return new ArrayList<>(List.of(
                topic,
                String.valueOf(partition),
                String.valueOf(unchecked ? 0 : settings.maxLength()),
                SettingsText.of(settings.overflow()),
                String.valueOf(room)));
    }
}
