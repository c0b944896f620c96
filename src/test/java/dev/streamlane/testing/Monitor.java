package dev.streamlane.testing;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches every command that a Redis of this host carries out, those inside of scripts included, in Redis' own order. Those
 * for administrators, such as {@code CONFIG}, are not shown by Redis.
 */
public final class Monitor implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("[0-9.]+ \\[\\d+ (\\S+)] (.*)");
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");
    private static final String END = "end-of-monitor";

    private final int port;
    private final Watcher watcher;
    private final RespConnection connection;
    private volatile boolean ended;

    /** Told of each command, on the monitor's thread. */
    @FunctionalInterface
    public interface Watcher {
        void command(boolean inScript, List<String> words);
    }

    private Monitor(int port, Watcher watcher) {
        this.port = port;
        this.watcher = watcher;
        this.connection = new RespConnection(port);
    }

    /** Begins to watch. */
    public static Monitor start(int port, Watcher watcher) {
        Monitor monitor = new Monitor(port, watcher);
        monitor.connection.call("MONITOR");
        Thread reader = new Thread(monitor::read, "redis-monitor");
        reader.setDaemon(true);
        reader.start();
        return monitor;
    }

    /** Waits until everything so far has been seen, and looks no further. */
    public void finish() {
        try (RespConnection other = new RespConnection(port)) {
            other.call("ECHO", END);
        }
        await("the end of the monitor").until(() -> ended);
    }

    @Override
    public void close() {
        connection.close();
    }

    private void read() {
        try {
            while (!ended) {
                Matcher line = LINE.matcher((String) connection.receive());
                if (line.matches()) {
                    see(line.group(1).equals("lua"), words(line.group(2)));
                }
            }
        } catch (UncheckedIOException e) {
            ended = true;
        }
    }

    private void see(boolean inScript, List<String> words) {
        if (words.get(0).equals("ECHO") && words.get(1).equals(END)) {
            ended = true;
        } else {
            watcher.command(inScript, words);
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group(1));
        }
        return words;
    }
}
