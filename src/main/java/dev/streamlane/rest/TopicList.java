package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.List;

/**
 * A page of all topics.
 *
 * @param topics their names, sorted
 * @param next the cursor of the next page; left out on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TopicList(List<String> topics, String next) {
    /** How many names a page may have. */
    static final int MAX_LIMIT = 1000;

    /** @param cursor the name after which it begins, or {@code null} */
    static TopicList of(Collection<String> names, String cursor, int limit) {
        List<String> following = names.stream()
                .filter(name -> cursor == null || name.compareTo(cursor) > 0)
                .sorted()
                .limit(limit + 1L)
                .toList();
        List<String> page = following.subList(0, Math.min(limit, following.size()));
        return new TopicList(page, page.size() < following.size() ? page.get(limit - 1) : null);
    }
}
