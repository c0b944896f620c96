package dev.streamlane.rest;

import dev.streamlane.topic.Names;

/** Checks the names in a path. */
final class PathName {
    private PathName() {}

    /** @param what what the name is of, such as {@code topic} */
    static void require(String what, String name) {
        if (!Names.legal(name)) {
            String detail = "the " + what + "'s name is not legal: it must be " + Names.LEGAL;
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, detail)
                    .with("field", what)
                    .with("limit", Names.LEGAL));
        }
    }
}
