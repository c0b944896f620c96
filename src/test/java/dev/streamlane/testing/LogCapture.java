package dev.streamlane.testing;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects what a class logs, until it is closed. */
public final class LogCapture extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> messages;

    private LogCapture(Logger logger, Level level, List<String> messages) {
        this.logger = logger;
        this.messages = messages;
        setLevel(level);
        logger.addHandler(this);
    }

    /** Begins to collect what is logged at WARN and above. */
    public static LogCapture of(Class<?> source, List<String> messages) {
        return of(source, Level.WARNING, messages);
    }

    /**
     * Begins to collect.
     *
     * @param level the lowest level that is collected
     * @param messages may have to bear several threads
     */
    public static LogCapture of(Class<?> source, Level level, List<String> messages) {
        return of(source.getName(), level, messages);
    }

    /** The same, of a category that is no class. */
    public static LogCapture of(String category, Level level, List<String> messages) {
        return new LogCapture(Logger.getLogger(category), level, messages);
    }

    @Override
    public void publish(LogRecord message) {
        if (isLoggable(message)) {
            messages.add(new SimpleFormatter().formatMessage(message));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
