package dev.streamlane.testing;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects what a class logs at WARN and above, until it is closed. */
public final class LogCapture extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> messages;

    private LogCapture(Logger logger, List<String> messages) {
        this.logger = logger;
        this.messages = messages;
        setLevel(Level.WARNING);
    }

    /** Begins to collect. */
    public static LogCapture of(Class<?> source, List<String> messages) {
        LogCapture capture = new LogCapture(Logger.getLogger(source.getName()), messages);
        capture.logger.addHandler(capture);
        return capture;
    }

    @Override
    public void publish(LogRecord message) {
        messages.add(new SimpleFormatter().formatMessage(message));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
