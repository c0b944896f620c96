package dev.streamlane.streams;

import dev.streamlane.job.StreamDisownedException;
import dev.streamlane.job.StreamEntry;
import dev.streamlane.streams.DataStreams.Cursor;
import dev.streamlane.topic.StoreUnavailableException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One iteration over {@link Entries}. It holds one batch at a time, and asks for the next when that is used up. Nothing is
 * under way while it does not block, so it may be left at any entry.
 */
final class EntryIterator implements Iterator<StreamEntry> {
    private final Entries entries;
    private final CompletableFuture<Void> disowned;
    private Iterator<StreamEntry> batch = Collections.emptyIterator();
    private String position;
    private Cursor cursor;
    private boolean ended;

    EntryIterator(Entries entries) {
        this.entries = entries;
        this.disowned = entries.disowned().toCompletableFuture();
        this.position = entries.after();
    }

    @Override
    public boolean hasNext() {
        while (!ended) {
            checkOwned();
            if (batch.hasNext()) {
                return true;
            }
            read();
        }
        return false;
    }

    @Override
    public StreamEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return batch.next();
    }

    /** After a failure it may be tried again, with a new cursor. */
    private void read() {
        if (cursor == null) {
            cursor = entries.source().open(entries.stream(), position);
        }
        try {
            List<StreamEntry> found = await(
                    entries.quiet().map(cursor::next).orElseGet(cursor::next).toCompletableFuture());
            take(found);
        } catch (StoreUnavailableException e) {
            // Redis is away: it is asked again, and the cursor sees to it that this is not too often.
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void take(List<StreamEntry> found) {
        if (found.isEmpty()) {
            ended = true;
            close();
        } else {
            batch = found.iterator();
            position = found.get(found.size() - 1).id();
        }
    }

    private List<StreamEntry> await(CompletableFuture<List<StreamEntry>> asked) {
        try {
            CompletableFuture.anyOf(asked, disowned).get();
            checkOwned();
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            checkOwned();
            throw interrupted(e);
        } catch (ExecutionException e) {
            checkOwned();
            throw e.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException(e.getCause());
        }
    }

    private void checkOwned() {
        if (disowned.isDone()) {
            close();
            throw new StreamDisownedException(entries.stream());
        }
    }

    private CancellationException interrupted(InterruptedException cause) {
        CancellationException interrupted =
                new CancellationException("Interrupted while waiting for entries of stream " + entries.stream());
        interrupted.initCause(cause);
        return interrupted;
    }

    private void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
