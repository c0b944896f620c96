package dev.streamlane.rest;

import java.util.regex.Pattern;

/**
 * Which partitions are asked for.
 *
 * @param from the first
 * @param limit how many at most
 */
record PartitionQuery(int from, int limit) {
    /** Each is looked at by a script of its own. */
    static final int MAX_LIMIT = 256;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /**
     * Reads the parameters of a request, {@code null} for one that is absent.
     *
     * @throws ProblemException if one is illegal
     */
    static PartitionQuery of(String cursor, String limit) {
        return new PartitionQuery(
                cursor == null ? 0 : number("cursor", cursor, 0, Integer.MAX_VALUE),
                limit == null ? MAX_LIMIT : number("limit", limit, 1, MAX_LIMIT));
    }

    /** Where it begins in so many. */
    int from(int partitions) {
        return Math.min(from, partitions);
    }

    /** Where it ends in so many, exclusively. */
    int to(int partitions) {
        return (int) Math.min((long) from + limit, partitions);
    }

    /** Where the next page begins; {@code null} if this is the last one. */
    String next(int partitions) {
        return to(partitions) < partitions ? String.valueOf(to(partitions)) : null;
    }

    static int number(String field, String text, int min, int max) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (number < min || number > max) {
            throw new ProblemException(
                    Problem.of(ProblemType.INVALID_REQUEST, field + " must be an integer from " + min + " to " + max)
                            .with("field", field)
                            .with("limit", max));
        }
        return number;
    }
}
