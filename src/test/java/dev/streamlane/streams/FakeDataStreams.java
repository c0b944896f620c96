package dev.streamlane.streams;

import dev.streamlane.job.StreamEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Data streams in memory. Time passes, and reads fail, only when the test says so. */
public final class FakeDataStreams implements DataStreams {
    private final int readBatch;
    private final Map<String, List<StreamEntry>> streams = new HashMap<>();
    private final List<Position> waiting = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private int lastId;
    private int reads;
    private int open;

    public FakeDataStreams(int readBatch) {
        this.readBatch = readBatch;
    }

    /** Appends an entry; its ID. */
    public synchronized String append(String name, Map<String, String> fields) {
        String id = ++lastId + "-0";
        streams.computeIfAbsent(name, key -> new ArrayList<>()).add(new StreamEntry(id, new LinkedHashMap<>(fields)));
        List.copyOf(waiting).forEach(Position::look);
        return id;
    }

    /** Lets the next read fail; called again, the one after it. */
    public synchronized void fail(RuntimeException failure) {
        failures.add(failure);
    }

    /** Lets time pass. */
    public synchronized void advance(Duration time) {
        List.copyOf(waiting).forEach(position -> position.advance(time));
    }

    /** How often something was asked for. */
    public synchronized int reads() {
        return reads;
    }

    /** How many reads wait for entries. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** How many cursors have been used and not closed. */
    public synchronized int open() {
        return open;
    }

    @Override
    public Cursor open(String name, String after) {
        return new Position(name, number(after));
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    private final class Position implements Cursor {
        private final String name;
        private long after;
        private Duration left;
        private CompletableFuture<List<StreamEntry>> asked;

        Position(String name, long after) {
            this.name = name;
            this.after = after;
        }

        @Override
        public CompletionStage<List<StreamEntry>> next() {
            return ask(null);
        }

        @Override
        public CompletionStage<List<StreamEntry>> next(Duration limit) {
            return ask(limit);
        }

        @Override
        public void close() {
            synchronized (FakeDataStreams.this) {
                waiting.remove(this);
                open -= asked == null ? 0 : 1;
                asked = null;
            }
        }

        private CompletionStage<List<StreamEntry>> ask(Duration limit) {
            synchronized (FakeDataStreams.this) {
                if (waiting.contains(this)) {
                    throw new AssertionError("asked again before it has answered");
                }
                reads++;
                open += asked == null ? 1 : 0;
                asked = new CompletableFuture<>();
                left = limit;
                if (!failures.isEmpty()) {
                    asked.completeExceptionally(failures.remove(0));
                } else {
                    waiting.add(this);
                    look();
                    advance(Duration.ZERO);
                }
                return asked;
            }
        }

        private void look() {
            List<StreamEntry> found = streams.getOrDefault(name, List.of()).stream()
                    .filter(entry -> number(entry.id()) > after)
                    .limit(readBatch)
                    .toList();
            if (!found.isEmpty()) {
                after = number(found.get(found.size() - 1).id());
                answer(found);
            }
        }

        private void advance(Duration time) {
            if (left != null && waiting.contains(this)) {
                left = left.minus(time);
                if (left.isNegative() || left.isZero()) {
                    answer(List.of());
                }
            }
        }

        private void answer(List<StreamEntry> found) {
            waiting.remove(this);
            asked.complete(found);
        }
    }
}
