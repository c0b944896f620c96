package dev.streamlane.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Keeps warnings and errors of Streamlane, and of the client it talks to Redis by, off the console for a while, and
 * shows them to the test. What the application turns off is off here too.
 */
public final class QuietLog extends Handler implements AutoCloseable {
    private final List<Logger> loggers = List.of(Logger.getLogger("dev.streamlane"), Logger.getLogger("io.vertx"));
    private final Logger silent = Logger.getLogger("io.vertx.redis.client.impl.RedisConnectionManager");
    private final PatternFormatter formatter = new PatternFormatter("%d{HH:mm:ss.SSS} %p %s%e");
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private QuietLog() {}

    /** Begins to listen; to be closed. */
    public static QuietLog begin() {
        QuietLog log = new QuietLog();
        log.silent.setLevel(Level.OFF);
        log.loggers.forEach(logger -> {
            logger.setUseParentHandlers(false);
            logger.addHandler(log);
        });
        return log;
    }

    /** Forgets what was logged so far. */
    public void clear() {
        records.clear();
    }

    /** What was logged at WARN and above. */
    public List<String> warnings() {
        return records.stream().map(formatter::format).toList();
    }

    /** What was logged above WARN. */
    public List<String> errors() {
        return records.stream()
                .filter(message -> message.getLevel().intValue() > Level.WARNING.intValue())
                .map(formatter::format)
                .toList();
    }

    @Override
    public void publish(LogRecord message) {
        // Vert.x asserts that a connection ends once, which does not hold for one that broke; only tests hear of it.
        boolean asserted = message.getThrown() instanceof AssertionError;
        if (!asserted && message.getLevel().intValue() >= Level.WARNING.intValue()) {
            records.add(message);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        silent.setLevel(null);
        loggers.forEach(logger -> {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        });
    }
}
