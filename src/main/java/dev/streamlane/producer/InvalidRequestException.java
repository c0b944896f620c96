package dev.streamlane.producer;

import java.util.List;

/** What should be written is illegal: some jobs, a batch as such, or a stream. Nothing was written. */
public class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /** @param violations why, at least one, in the order of the jobs; of very many, the first ones */
    public InvalidRequestException(List<Violation> violations) {
        super(sentence(violations));
        this.violations = List.copyOf(violations);
    }

    /** Why; at least one, in the order of the jobs. */
    public List<Violation> violations() {
        return violations;
    }

    private static String sentence(List<Violation> violations) {
        Violation first = violations.get(0);
        String where = first.index() < 0 ? "" : "job " + first.index() + ": ";
        String more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
        return where + first.message() + more;
    }
}
