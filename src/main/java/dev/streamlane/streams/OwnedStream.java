package dev.streamlane.streams;

import dev.streamlane.job.AssignedStream;
import dev.streamlane.job.StreamDisownedException;
import dev.streamlane.job.StreamEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** What a processor sees of a stream that this replica has. */
final class OwnedStream implements AssignedStream {
    private static final String START = "0-0";

    private final String service;
    private final Held held;
    private final int attempt;
    private final DataStreams streams;
    private final Saver saver;
    private final Executor processors;
    private CompletableFuture<Void> told;

    /** Saves checkpoints. */
    interface Saver {
        /** Whether the stream was still ours; if not, nothing was saved. May be called from any thread. */
        CompletionStage<Boolean> save(Held held, String position);
    }

    /** @param processors runs what waits for the signal that the stream is disowned: it may block */
    OwnedStream(String service, Held held, DataStreams streams, Saver saver, Executor processors) {
        this.service = service;
        this.held = held;
        this.attempt = held.failures() + 1;
        this.streams = streams;
        this.saver = saver;
        this.processors = processors;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String name() {
        return held.hold().name();
    }

    @Override
    public String entryId() {
        return held.id();
    }

    @Override
    public Map<String, Object> info() {
        return held.assignment().info();
    }

    @Override
    public boolean claimed() {
        return held.previous().isPresent();
    }

    @Override
    public Optional<String> claimedFrom() {
        return held.previous();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public long epoch() {
        return held.hold().epoch();
    }

    @Override
    public Optional<String> checkpoint() {
        return held.checkpoint();
    }

    @Override
    public void checkpoint(String entryId) {
        EntryId.parse(entryId);
        if (!await(saver.save(held, entryId).toCompletableFuture())) {
            throw new StreamDisownedException(name());
        }
    }

    @Override
    public Iterable<StreamEntry> entries() {
        return entries(Optional.empty());
    }

    @Override
    public Iterable<StreamEntry> entries(Duration quiet) {
        return entries(Optional.of(quiet));
    }

    @Override
    public boolean disowned() {
        return held.disowned().isDone();
    }

    @Override
    public synchronized CompletionStage<Void> whenDisowned() {
        if (told == null) { // One for all calls, so that a processor that asks again and again leaves nothing behind.
            told = held.disowned().thenRunAsync(() -> {}, processors);
        }
        return told;
    }

    private Iterable<StreamEntry> entries(Optional<Duration> quiet) {
        return new Entries(name(), held.checkpoint().orElse(START), quiet, held.disowned(), streams);
    }

    /** Not to be interrupted: the connection's time limit ends it, and a hand-over begins with an interrupt. */
    private static boolean await(CompletableFuture<Boolean> saved) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return saved.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException known
                            ? known
                            : new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
