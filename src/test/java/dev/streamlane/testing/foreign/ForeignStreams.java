package dev.streamlane.testing.foreign;

import dev.streamlane.testing.foreign.ForeignClient.Assigned;
import dev.streamlane.testing.foreign.ForeignClient.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The streams that a foreign client has, by name: of two entries with one name it knows the later. */
final class ForeignStreams {
    private static final Duration EXTENSION = ForeignLock.TTL.dividedBy(2);
    private static final String SEPARATOR = "<MUTEX_KEY_SEP>";

    private final ForeignProcess process;
    private final String lbs;
    private final String group;
    private final String consumer;
    private final Work work;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final List<String> disowned = new CopyOnWriteArrayList<>();

    private record Held(Assigned stream, ForeignLock lock) {}

    ForeignStreams(ForeignProcess process, String lbs, String group, String consumer, Work work) {
        this.process = process;
        this.lbs = lbs;
        this.group = group;
        this.consumer = consumer;
        this.work = work;
    }

    Set<String> held() {
        return Set.copyOf(held.keySet());
    }

    List<String> disowned() {
        return List.copyOf(disowned);
    }

    /** Locks a stream whose entry is pending under its name, extends the lock from then on, and has the work done. */
    boolean take(Assigned stream) {
        ForeignLock lock = new ForeignLock(process, stream.name() + SEPARATOR + stream.entryId(), consumer);
        if (!lock.lock()) {
            return false;
        }
        Held mine = new Held(stream, lock);
        held.put(stream.name(), mine);
        process.later(Duration.ZERO, () -> extend(mine));
        process.run(() -> process(mine));
        return true;
    }

    /** What it does when a lock has expired: its entry is to be claimed, but not one that is younger than a lock's TTL. */
    void claim(String name, String entryId) {
        String minIdle = String.valueOf(ForeignLock.TTL.toMillis());
        List<?> claimed = (List<?>) process.call("xclaim", lbs, group, consumer, minIdle, entryId);
        if (!claimed.isEmpty()) {
            take(new Assigned(name, entryId, true));
        }
    }

    /** What it does when it hears that a key has expired. */
    void expired(String key) {
        String[] parts = key.split(SEPARATOR, -1);
        if (parts.length == 2) {
            claim(parts[0], parts[1]);
        }
    }

    private void extend(Held mine) {
        if (!mine.equals(held.get(mine.stream().name()))) {
            return;
        }
        if (mine.lock().extend()) {
            process.later(EXTENSION, () -> extend(mine));
        } else {
            disowned.add(mine.stream().name());
            held.remove(mine.stream().name(), mine);
        }
    }

    private void process(Held mine) {
        try {
            work.on(mine.stream());
        } catch (InterruptedException e) {
            return;
        }
        done(mine.stream().name());
    }

    /** Ends the stream that it knows by this name. Unlocks first; what another has locked, it leaves alone. */
    private void done(String name) {
        Held ended = held.remove(name);
        if (ended != null && ended.lock().unlock()) {
            process.call("xack", lbs, group, ended.stream().entryId());
            process.call("xdel", lbs, ended.stream().entryId());
        }
    }
}
