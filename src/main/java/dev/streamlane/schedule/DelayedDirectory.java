package dev.streamlane.schedule;

import dev.streamlane.schedule.DelayedJobs.DelayedJob;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.UnknownTopicException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The delayed jobs of whole topics, as they are shown and cancelled. */
public final class DelayedDirectory {
    /** How many partitions are asked for one page, and at once. */
    private static final int PARTITIONS = 64;

    private final TopicDirectory topics;
    private final DelayedJobs jobs;

    public DelayedDirectory(TopicDirectory topics, DelayedJobs jobs) {
        this.topics = topics;
        this.jobs = jobs;
    }

    /**
     * Some delayed jobs of a topic: partition by partition, in each in the order in which they are due.
     *
     * @param jobs the jobs
     * @param next behind what the next page begins; {@code null} if this is the last one
     */
    public record Page(List<DelayedJob> jobs, DelayedCursor next) {}

    /**
     * A page, which may be shorter than {@code most} though it is not the last. Fails with {@link UnknownTopicException} or
     * {@link dev.streamlane.topic.StoreUnavailableException}.
     */
    public CompletionStage<Page> page(String topic, DelayedCursor after, int most) {
        return partitions(topic)
                .thenCompose(partitions ->
                        fill(topic, partitions, after, most, new ArrayList<>(), after.partition() + PARTITIONS));
    }

    private CompletionStage<Page> fill(
            String topic, int partitions, DelayedCursor after, int most, List<DelayedJob> page, int last) {
        if (after.partition() >= partitions) {
            return CompletableFuture.completedStage(new Page(page, null));
        }
        if (page.size() == most || after.partition() >= last) {
            return CompletableFuture.completedStage(new Page(page, after));
        }
        Place place = new Place(topic, after.partition());
        int wanted = most - page.size();
        return jobs.list(place, after.due(), after.age(), wanted).thenCompose(found -> {
            page.addAll(found);
            DelayedCursor next = found.size() < wanted
                    ? DelayedCursor.of(after.partition() + 1)
                    : DelayedCursor.behind(found.get(found.size() - 1));
            return fill(topic, partitions, next, most, page, last);
        });
    }

    /**
     * Cancels a job; whether it was delayed still, which counts as soon as one partition says so. Fails as {@link #page}
     * does, if none says so and one cannot be asked.
     */
    public CompletionStage<Boolean> cancel(String topic, String id) {
        return partitions(topic)
                .thenCompose(partitions -> cancel(topic, id, 0, partitions, CompletableFuture.completedStage(false)));
    }

    /** @param otherwise the answer if none of these has the job */
    private CompletionStage<Boolean> cancel(
            String topic, String id, int from, int partitions, CompletionStage<Boolean> otherwise) {
        if (from >= partitions) {
            return otherwise;
        }
        int to = Math.min(partitions, from + PARTITIONS);
        List<CompletableFuture<Boolean>> asked = IntStream.range(from, to)
                .mapToObj(partition ->
                        jobs.cancel(new Place(topic, partition), id).toCompletableFuture())
                .toList();
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        for (CompletionStage<Boolean> answer : asked) {
            answer.thenAccept(was -> {
                if (was) {
                    taken.complete(true);
                }
            });
        }
        CompletionStage<Void> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
        CompletionStage<Boolean> last = all.handle((done, failure) -> asked.stream()
                                .anyMatch(DelayedDirectory::taken)
                        ? CompletableFuture.completedStage(true)
                        : cancel(topic, id, to, partitions, failure == null ? otherwise : all.thenApply(none -> false)))
                .thenCompose(Function.identity());
        last.whenComplete((was, failure) -> {
            if (failure == null) {
                taken.complete(was);
            } else {
                taken.completeExceptionally(failure);
            }
        });
        return taken;
    }

    private static boolean taken(CompletableFuture<Boolean> answer) {
        return !answer.isCompletedExceptionally() && answer.join();
    }

    private CompletionStage<Integer> partitions(String topic) {
        return topics.find(topic).thenApply(found -> found.orElseThrow(() -> new UnknownTopicException(topic))
                .partitions());
    }
}
