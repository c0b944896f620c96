package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.redis.Slices.Part;
import dev.streamlane.redis.Writes.Written;
import dev.streamlane.topic.TopicSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How jobs with idempotency keys are asked for and answered: calls of {@code enqueue_once.lua}. */
@Singleton
final class OnceKeys {
    private final RedisKeys keys;
    private final Duration window;
    private final long max;

    @Inject
    OnceKeys(RedisKeys keys, StreamlaneConfig config) {
        this(keys, config.enqueue().idempotencyWindow(), config.enqueue().maxIdempotencyKeys());
    }

    OnceKeys(RedisKeys keys, Duration window, long max) {
        this.keys = keys;
        this.window = window;
        this.max = max;
    }

    /** @param look whether to write nothing */
    List<Part> slices(String topic, int partition, TopicSettings settings, List<NewEntry> entries, boolean look) {
        return Slices.once(
                List.of(
                        keys.stream(topic, partition),
                        keys.onceKeys(topic, partition),
                        keys.onceEnds(topic, partition)),
                List.of(look ? "look" : "", String.valueOf(window.toMillis()), String.valueOf(max)),
                topic,
                partition,
                settings,
                entries);
    }

    /** Which jobs of a part that was refused for it have the key of another one. */
    Appended.Clash clash(Written refused) {
        return new Appended.Clash(
                refused.reply().stream().skip(1).map(place -> place.toInteger()).toList());
    }

    /** That a part was refused because there are too many keys. */
    Appended.Crowded crowded(Written refused) {
        return new Appended.Crowded(Replies.number(refused.reply(), 1), max);
    }

    /** What the answers to a look at all parts mean together. */
    Appended looked(List<Part> parts, List<Written> answers) {
        List<Integer> clashes = new ArrayList<>();
        Appended other = new Appended.Once(List.of(), List.of());
        long fresh = 0;
        int begin = 0;
        for (int i = 0; i < parts.size(); i++) {
            Written answer = answers.get(i);
            int offset = begin;
            begin += parts.get(i).jobs();
            switch (Replies.code(Script.ENQUEUE_ONCE, answer.reply())) {
                case CLASH -> clash(answer).places().forEach(place -> clashes.add(offset + place));
                case CROWDED -> other = crowded(answer);
                case TAKEN -> {
                    fresh += Replies.number(answer.reply(), 2);
                    other = Replies.number(answer.reply(), 1) + fresh > max && fresh > 0 ? crowded(answer) : other;
                }
                // What is full may be trimmed when it is written.
                default -> {}
            }
        }
        return clashes.isEmpty() ? other : new Appended.Clash(clashes);
    }

    /** That all parts are written. */
    static Appended.Once appended(List<String> entryIds, List<Written> parts) {
        List<String> ids = parts.stream()
                .flatMap(part -> Stream.of(Replies.text(part.reply(), 2).split(" ")))
                .toList();
        return new Appended.Once(entryIds, ids);
    }
}
