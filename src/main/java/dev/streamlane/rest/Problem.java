package dev.streamlane.rest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as RFC 9457 words it.
 *
 * @param kind what kind it is
 * @param detail a sentence about this occurrence
 * @param retryAfter when another try makes sense, or {@code null}
 * @param members what programs may want to know, such as {@code field}, {@code limit} or {@code line}
 */
record Problem(ProblemType kind, String detail, Duration retryAfter, Map<String, Object> members) {
    /** What problems are sent as. */
    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemType kind, String detail) {
        return new Problem(kind, detail, null, Map.of());
    }

    /** The same with one more member; none if the value is {@code null}. */
    Problem with(String name, Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(kind, detail, retryAfter, more);
    }

    /** The same with another sentence. */
    Problem withDetail(String other) {
        return new Problem(kind, other, retryAfter, members);
    }

    /** The same with a time to wait. */
    Problem retryAfter(Duration pause) {
        return new Problem(kind, detail, pause, members);
    }

    /** What is sent. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", kind.uri());
        body.put("title", kind.title());
        body.put("status", kind.status());
        body.put("detail", detail);
        body.putAll(members);
        return body;
    }
}
