package dev.streamlane.redis;

import dev.streamlane.execution.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads that found nothing when they looked. {@link Watch Watches} wait for them, as few as are enough; those for which there
 * is no place, or whose stream is waited for already, look again now and then.
 */
final class QuietStreams implements Watch.Keeper {
    private final EventLoop thread;
    private final WaitingPlaces places;
    private final Duration poll;
    private final Function<Watch.Keeper, Watch> opener;
    private final Consumer<EntryRead> look;
    private final List<Watch> watches = new ArrayList<>();
    private final Set<EntryRead> others = new LinkedHashSet<>();
    private int lastRound;
    private boolean scheduled;

    /**
     * @param poll the shortest time between two looks
     * @param opener makes watches
     * @param look gets the reads that are to look again
     */
    QuietStreams(
            EventLoop thread,
            WaitingPlaces places,
            Duration poll,
            Function<Watch.Keeper, Watch> opener,
            Consumer<EntryRead> look) {
        this.thread = thread;
        this.places = places;
        this.poll = poll;
        this.opener = opener;
        this.look = look;
    }

    void join(EntryRead read) {
        if (watches.stream().anyMatch(watch -> watch.has(read.stream()))) {
            lookAgain(read);
            return;
        }
        watches.stream()
                .filter(watch -> !watch.full())
                .findFirst()
                .or(this::open)
                .ifPresentOrElse(watch -> watch.join(read), () -> lookAgain(read));
    }

    /** Whether it was here. */
    boolean leave(EntryRead read) {
        return others.remove(read) || watches.stream().anyMatch(watch -> watch.leave(read));
    }

    @Override
    public void lost(EntryRead read) {
        look.accept(read);
    }

    @Override
    public void idle(Watch watch) {
        watches.remove(watch);
        watch.close();
        places.giveBack();
    }

    private Optional<Watch> open() {
        if (!places.take()) {
            return Optional.empty();
        }
        Watch watch = opener.apply(this);
        watches.add(watch);
        return Optional.of(watch);
    }

    private void lookAgain(EntryRead read) {
        others.add(read);
        if (!scheduled) {
            scheduled = true;
            thread.schedule(Pace.rest(lastRound, poll), this::lookAgain);
        }
    }

    private void lookAgain() {
        List<EntryRead> round = List.copyOf(others);
        lastRound = round.size();
        scheduled = false;
        others.clear();
        round.forEach(look);
    }
}
