package dev.streamlane.deadletter;

import dev.streamlane.deadletter.DeadLetterStore.Returned;
import dev.streamlane.topic.TopicCatalog;
import dev.streamlane.topic.TopicSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One call that puts dead letters back to where they were: first written there, then removed here. If it ends in between, the
 * letter remains; its next replay finds what was written, and only removes it. A partition that was found full is left alone
 * from then on, so that no job overtakes one of its key that found no room.
 */
final class Replayer {
    private final DeadLetterStore store;
    private final TopicCatalog topics;
    private final Map<Origin, Verdict> full = new HashMap<>();

    Replayer(DeadLetterStore store, TopicCatalog topics) {
        this.store = store;
        this.topics = topics;
    }

    /** Replays a letter. */
    CompletionStage<Verdict> replay(DeadLetter letter) {
        return judge(letter, false);
    }

    /** Says whether a letter could be replayed, as far as can be seen without writing anything. */
    CompletionStage<Verdict> examine(DeadLetter letter) {
        return judge(letter, true);
    }

    private CompletionStage<Verdict> judge(DeadLetter letter, boolean dry) {
        if (letter.origin() instanceof Origin.Unknown) {
            return refuse("it does not say in which stream and group it failed");
        }
        if (!Replay.hasBody(letter)) {
            return refuse("it has no payload");
        }
        if (letter.origin() instanceof Origin.Job job) {
            return judge(letter, job, dry);
        }
        return dry
                ? CompletableFuture.completedStage(new Verdict.Possible())
                : write(letter, (Origin.Assignment) letter.origin());
    }

    private CompletionStage<Verdict> judge(DeadLetter letter, Origin.Job job, boolean dry) {
        String topic = job.topic();
        String group = letter.death("group");
        return topics.find(topic)
                .thenCombine(store.hasGroup(topic, group), (settings, known) -> {
                    if (settings.isEmpty()) {
                        return refuse("there is no topic '" + topic + "' any more");
                    }
                    if (!known) {
                        return refuse("topic '" + topic + "' has no group '" + group
                                + "' any more, and nobody else may process the job");
                    }
                    return dry
                            ? CompletableFuture.<Verdict>completedStage(new Verdict.Possible())
                            : write(letter, job, settings.get());
                })
                .thenCompose(Function.identity());
    }

    private CompletionStage<Verdict> write(DeadLetter letter, Origin.Job job, TopicSettings settings) {
        int partition = Replay.partition(letter, job.partition(), settings);
        Origin place = new Origin.Job(job.topic(), partition);
        return full.containsKey(place)
                ? CompletableFuture.completedStage(full.get(place))
                : store.toTopic(job.topic(), partition, settings, Replay.job(letter, partition), letter.mark())
                        .thenCompose(returned -> conclude(
                                letter,
                                place,
                                returned,
                                entryId -> new Verdict.ReplayedJob(
                                        Replay.jobId(letter), job.topic(), letter.death("group"), partition, entryId)));
    }

    private CompletionStage<Verdict> write(DeadLetter letter, Origin.Assignment assignment) {
        return full.containsKey(assignment)
                ? CompletableFuture.completedStage(full.get(assignment))
                : store.toService(assignment.service(), Replay.assignment(letter), letter.mark())
                        .thenCompose(returned -> conclude(
                                letter,
                                assignment,
                                returned,
                                entryId -> new Verdict.ReplayedAssignment(assignment.service(), entryId)));
    }

    private CompletionStage<Verdict> conclude(
            DeadLetter letter, Origin place, Returned returned, Function<Optional<String>, Verdict> replayed) {
        if (returned instanceof Returned.Full how) {
            full.put(place, new Verdict.NoRoom(place, how));
            return CompletableFuture.completedStage(full.get(place));
        }
        if (returned instanceof Returned.Unconfirmed unconfirmed) {
            return CompletableFuture.completedStage(new Verdict.Unconfirmed(unconfirmed.replicas()));
        }
        Optional<String> entryId =
                returned instanceof Returned.Written written ? Optional.of(written.entryId()) : Optional.empty();
        return store.remove(List.of(letter.id())).thenApply(removed -> replayed.apply(entryId));
    }

    private static CompletionStage<Verdict> refuse(String reason) {
        return CompletableFuture.completedStage(new Verdict.Refused(reason));
    }
}
