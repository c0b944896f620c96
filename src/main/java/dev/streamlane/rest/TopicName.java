package dev.streamlane.rest;

import dev.streamlane.topic.Names;

/** Checks the topic in a path. */
final class TopicName {
    private TopicName() {}

    static void require(String topic) {
        if (!Names.legal(topic)) {
            String detail = "the topic's name is not legal: it must be " + Names.LEGAL;
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, detail)
                    .with("field", "topic")
                    .with("limit", Names.LEGAL));
        }
    }
}
