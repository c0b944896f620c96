package dev.streamlane.rest;

import dev.streamlane.streams.EntryId;
import java.util.regex.Pattern;

/**
 * Which page of a list is asked for.
 *
 * @param after the entry ID after which it begins
 * @param limit how many items it may have
 */
record PageQuery(EntryId after, int limit) {
    static final int MAX_LIMIT = 1000;
    static final int DEFAULT_LIMIT = 100;

    private static final EntryId START = new EntryId(0, 0);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    /**
     * Reads the parameters of a request, {@code null} for one that is absent.
     *
     * @throws ProblemException if one is illegal
     */
    static PageQuery of(String after, String limit) {
        return new PageQuery(after == null ? START : after(after), limit(limit));
    }

    private static EntryId after(String text) {
        try {
            return EntryId.parse(text);
        } catch (IllegalArgumentException e) {
            throw refuse("after", null, "after must be an entry ID, such as the next of the page before");
        }
    }

    /**
     * Reads how many items a page may have, {@code null} if that is absent.
     *
     * @throws ProblemException if it is illegal
     */
    static int limit(String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MAX_LIMIT) {
            throw refuse("limit", MAX_LIMIT, "limit must be an integer from 1 to " + MAX_LIMIT);
        }
        return number;
    }

    private static ProblemException refuse(String field, Integer limit, String detail) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, detail)
                .with("field", field)
                .with("limit", limit));
    }
}
