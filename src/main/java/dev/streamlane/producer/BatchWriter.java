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
    private final Rooms rooms;
    private final EnqueueEvents events;

    BatchWriter(String topic, JobLog log, Rooms rooms, EnqueueEvents events) {
        this.topic = topic;
        this.log = log;
        this.rooms = rooms;
        this.events = events;
    }

    /**
     * Writes a batch. Fails with {@link TopicFullException}, {@link dev.streamlane.topic.StoreUnavailableException}, both
     * of them if nothing was written, or {@link EnqueueInterruptedException}.
     *
     * @param jobs how many jobs all slices have together
     */
    CompletionStage<List<Enqueued>> write(List<Slice> slices, int jobs, TopicSettings settings) {
        BatchResult result = new BatchResult(topic, jobs, settings.maxLength(), events);
        if (Rooms.bounded(settings)) {
            result.refuseWhatNeverFits(slices);
        }
        // One slice is all or nothing in itself.
        CompletionStage<?> ready = slices.size() > 1 && Rooms.bounded(settings)
                ? haveRoom(slices, settings, result)
                : CompletableFuture.completedStage(null);
        return ready.thenCompose(nothing -> Answer.each(slices, slice -> append(slice, settings)))
                .thenApply(answers -> result.of(slices, answers));
    }

    private CompletionStage<?> haveRoom(List<Slice> slices, TopicSettings settings, BatchResult result) {
        return Answer.each(slices, slice -> rooms.ask(slice.partition(), slice.size(), settings))
                .thenAccept(answers -> {
                    for (int i = 0; i < slices.size(); i++) {
                        result.refuseWithoutRoom(slices.get(i), answers.get(i));
                    }
                });
    }

    private CompletionStage<Appended> append(Slice slice, TopicSettings settings) {
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
