package dev.streamlane.producer;

import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.topic.Retention.Room;
import dev.streamlane.topic.TopicSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes the batches of one topic: first every partition has to have room, then all are written at once. Each partition
 * takes its part of the batch whole or not at all.
 */
final class BatchWriter {
    private final String topic;
    private final JobLog log;
    private final DelayLog delays;
    private final Rooms rooms;
    private final EnqueueEvents events;

    BatchWriter(String topic, JobLog log, DelayLog delays, Rooms rooms, EnqueueEvents events) {
        this.topic = topic;
        this.log = log;
        this.delays = delays;
        this.rooms = rooms;
        this.events = events;
    }

    /**
     * Writes a batch. Fails with {@link TopicFullException}, {@link TooManyDelayedException} or {@link
     * dev.streamlane.topic.StoreUnavailableException}, all of them if nothing was written, or {@link
     * EnqueueInterruptedException}.
     *
     * @param jobs how many jobs all slices have together
     */
    CompletionStage<List<Enqueued>> write(List<Slice> slices, int jobs, TopicSettings settings) {
        long maxLength = Rooms.bounded(settings) ? settings.maxLength() : Long.MAX_VALUE;
        BatchResult result = new BatchResult(topic, jobs, maxLength, delays.limit(), events);
        result.refuseWhatNeverFits(slices);
        CompletionStage<?> ready = haveRoom(slices, settings, result);
        // A job alone is refused when it is written; of a batch nothing is written then.
        CompletionStage<?> free = jobs > 1 ? nothingClashes(slices, settings, result) : ready;
        return free.thenCompose(nothing -> ready)
                .thenCompose(nothing -> Answer.each(slices, slice -> append(slice, settings)))
                .thenApply(answers -> result.of(slices, answers));
    }

    private CompletionStage<?> haveRoom(List<Slice> slices, TopicSettings settings, BatchResult result) {
        // One slice is all or nothing in itself.
        List<Slice> bounded = slices.size() == 1
                ? List.of()
                : slices.stream()
                        .filter(slice -> slice.delayed() || Rooms.bounded(settings))
                        .toList();
        if (bounded.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return Answer.each(bounded, slice -> room(slice, settings)).thenAccept(answers -> {
            for (int i = 0; i < bounded.size(); i++) {
                result.refuseWithoutRoom(bounded.get(i), answers.get(i));
            }
        });
    }

    private CompletionStage<Room> room(Slice slice, TopicSettings settings) {
        return slice.delayed()
                ? delays.room(topic, slice.partition())
                : rooms.ask(slice.partition(), slice.size(), settings);
    }

    private CompletionStage<?> nothingClashes(List<Slice> slices, TopicSettings settings, BatchResult result) {
        List<Slice> asked = slices.stream().filter(Slice::once).toList();
        if (asked.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        result.refuseClashes(asked);
        return Answer.each(asked, slice -> log.look(topic, slice.partition(), settings, slice.entries()))
                .thenAccept(answers -> result.refuseUsed(asked, answers));
    }

    private CompletionStage<Appended> append(Slice slice, TopicSettings settings) {
        return slice.delayed()
                ? delays.keep(topic, slice.partition(), settings, slice.entries())
                : appendNow(slice, settings);
    }

    private CompletionStage<Appended> appendNow(Slice slice, TopicSettings settings) {
        return appendOnce(slice, settings)
                .thenCompose(appended -> appended instanceof Appended.Full full
                        ? makeRoomAndAppend(slice, settings, full)
                        : CompletableFuture.completedStage(appended));
    }

    /** Full may only mean that nobody has trimmed for a while. */
    private CompletionStage<Appended> makeRoomAndAppend(Slice slice, TopicSettings settings, Appended.Full full) {
        return rooms.make(slice.partition(), slice.size(), settings)
                // That trimming failed changes nothing: the jobs are certainly not written.
                .exceptionally(failure -> new Room(full.length(), 0, full.pinnedBy()))
                .thenCompose(room -> room.free() >= slice.size()
                        ? appendOnce(slice, settings)
                        : CompletableFuture.completedStage(new Appended.Full(room.length(), room.pinnedBy())));
    }

    private CompletionStage<Appended> appendOnce(Slice slice, TopicSettings settings) {
        return log.append(topic, slice.partition(), settings, slice.entries()).thenApply(appended -> {
            if (!(appended instanceof Appended.Full)) {
                rooms.used(slice.partition(), slice.size());
            }
            return appended;
        });
    }
}
