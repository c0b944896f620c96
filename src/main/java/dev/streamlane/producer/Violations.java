package dev.streamlane.producer;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a batch or a stream. */
final class Violations {
    /** How many are kept: enough to mend a batch by, few enough for an answer. */
    static final int MAX = 100;

    private final List<Violation> found = new ArrayList<>();

    void add(int index, String field, Object limit, String message) {
        if (found.size() < MAX) {
            found.add(new Violation(index, field, limit, message));
        }
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidRequestException(found);
        }
    }
}
