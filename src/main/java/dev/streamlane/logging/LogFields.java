package dev.streamlane.logging;

import dev.streamlane.execution.OwnContext;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.MDC;

/** What log lines carry as fields beside their text (MDC), so that nobody need search in texts. */
public final class LogFields {
    public static final String JOB_ID = "jobId";
    public static final String TOPIC = "topic";
    public static final String SERVICE = "service";
    public static final String STREAM = "stream";
    public static final String ATTEMPT = "attempt";

    private LogFields() {}

    /** What is logged from now on in the current context, which has to be {@link OwnContext one's own}, carries fields. */
    public static void put(Map<String, String> fields) {
        fields.forEach(MDC::put);
    }

    /** What {@code work} logs carries fields. */
    public static <T> T during(Map<String, String> fields, Supplier<T> work) {
        put(fields);
        try {
            return work.get();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    /**
     * Logs a line that carries fields. An event loop, which is shared, has no place for them but for as long as that takes.
     */
    public static void line(Map<String, String> fields, Runnable line) {
        OwnContext.create()
                .run(() -> during(fields, () -> {
                    line.run();
                    return fields;
                }));
    }
}
