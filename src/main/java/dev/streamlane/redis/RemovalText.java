package dev.streamlane.redis;

import dev.streamlane.removal.GroupLoss;
import dev.streamlane.removal.Mark;
import dev.streamlane.removal.RemovalStore.Traces;
import io.vertx.redis.client.Response;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The marks of removals, as they stand among a topic's settings: what confirmed them, and when they began. */
final class RemovalText {
    /** The field of a topic's mark. */
    static final String TOPIC = "removing";

    private static final String GROUP = TOPIC + ":";

    /** How many values the script gives before those of the marks. */
    private static final int MARKS = 2;

    private RemovalText() {}

    /** The field of a mark. */
    static String field(Mark mark) {
        return mark.group().map(group -> GROUP + group).orElse(TOPIC);
    }

    /** How a group was seen. */
    static String standing(GroupLoss seen) {
        return seen.standing().name().toLowerCase(Locale.ROOT);
    }

    /**
     * From what the script shows.
     *
     * @param named whether the topic is among the names of topics
     */
    static Traces traces(Response reply, boolean named) {
        Map<String, String> marks = new TreeMap<>();
        for (int i = MARKS; i < reply.size(); i += 2) {
            marks.put(Replies.text(reply, i), confirmed(Replies.text(reply, i + 1)));
        }
        Optional<String> topic = Optional.ofNullable(marks.remove(TOPIC));
        Map<String, String> groups = new TreeMap<>();
        marks.forEach((field, confirmed) -> groups.put(field.substring(GROUP.length()), confirmed));
        boolean known = named || Replies.number(reply, 0) > 0;
        return new Traces(known, (int) Replies.number(reply, 1), topic, groups);
    }

    private static String confirmed(String mark) {
        return mark.substring(0, mark.indexOf(' '));
    }
}
