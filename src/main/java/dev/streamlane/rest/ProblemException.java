package dev.streamlane.rest;

/** Ends a request with a problem that the caller has caused, or has to know. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        // No stack trace: it is an answer, not a fault of ours.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static ProblemException of(ProblemType kind, String detail) {
        return new ProblemException(Problem.of(kind, detail));
    }

    Problem problem() {
        return problem;
    }
}
