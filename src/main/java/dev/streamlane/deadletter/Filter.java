package dev.streamlane.deadletter;

import dev.streamlane.streams.EntryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which dead letters are meant.
 *
 * @param topic the topic of the job
 * @param group the group that failed at it; that of a stream service is {@code <service>-group}
 * @param error a part of the error
 * @param from the earliest time at which they came among the dead letters
 * @param to the time before which they came there
 */
public record Filter(
        Optional<String> topic,
        Optional<String> group,
        Optional<String> error,
        Optional<Instant> from,
        Optional<Instant> to) {
    /** All of them. */
    public static final Filter ALL =
            new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether it means all of them. */
    public boolean isEmpty() {
        return equals(ALL);
    }

    /** In words, such as {@code topic send_email, error boom}. */
    public String description() {
        List<String> parts = new ArrayList<>();
        topic.ifPresent(name -> parts.add("topic " + name));
        group.ifPresent(name -> parts.add("group " + name));
        error.ifPresent(text -> parts.add("error " + text));
        from.ifPresent(time -> parts.add("from " + time));
        to.ifPresent(time -> parts.add("to " + time));
        return parts.isEmpty() ? "all" : String.join(", ", parts);
    }

    /** Whether a letter of the {@link #span} is meant. */
    boolean takes(DeadLetter letter) {
        return topic.map(wanted -> letter.origin() instanceof Origin.Job job
                                && job.topic().equals(wanted))
                        .orElse(true)
                && group.map(wanted -> letter.death("group").equals(wanted)).orElse(true)
                && error.map(wanted -> letter.death("error").contains(wanted)).orElse(true);
    }

    /** Where they stand. */
    Span span() {
        Span all = new Span(Optional.empty(), Optional.empty());
        Span later = from.map(Instant::toEpochMilli)
                .filter(millis -> millis > 0)
                .map(millis -> all.after(new EntryId(millis - 1, -1)))
                .orElse(all);
        return to.map(Instant::toEpochMilli)
                .map(millis -> later.before(new EntryId(Math.max(0, millis), 0)))
                .orElse(later);
    }
}
