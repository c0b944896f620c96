package dev.streamlane.schedule;

import dev.streamlane.partition.Partitioner;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.JobEncoder;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.Violation;
import dev.streamlane.schedule.Schedules.Stored;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.UnknownTopicException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The schedules of whole topics. One stands with the partition of its jobs: that of its key or, without a key, of its name.
 * So whoever knows only the name asks all partitions. Everything fails with {@link UnknownTopicException} if there is no such
 * topic, and with {@link dev.streamlane.topic.StoreUnavailableException} if Redis cannot be reached.
 */
public final class ScheduleDirectory {
    /** How many partitions are asked at once, and for one page. */
    private static final int PARTITIONS = 64;

    private static final String SOME_TICK = Instant.EPOCH.toString();

    private final TopicDirectory topics;
    private final JobEncoder encoder;
    private final Schedules schedules;
    private final int maxPayload;
    private final Worker worker;

    /** @param maxPayload the largest payload of a schedule's job, in characters of its JSON text */
    public ScheduleDirectory(
            TopicDirectory topics, JobEncoder encoder, Schedules schedules, int maxPayload, Worker worker) {
        this.topics = topics;
        this.encoder = encoder;
        this.schedules = schedules;
        this.maxPayload = maxPayload;
        this.worker = worker;
    }

    /**
     * Some schedules of a topic, partition by partition, in each by name.
     *
     * @param schedules the schedules
     * @param partition the partition, and
     * @param after the name there, behind which the next page begins; {@code null} if this is the last page
     */
    public record Page(List<Stored> schedules, int partition, String after) {}

    /**
     * Stores a schedule, new or in place of the one of that name. Fails with {@link InvalidRequestException} if its job is
     * illegal or it never ticks, or with {@link TooManySchedulesException}.
     *
     * @param paused whether it is not to tick
     */
    public CompletionStage<Stored> put(String topic, String name, Schedule schedule, NewJob job, boolean paused) {
        NewEntry entry = entry(name, job);
        Ticks ticks = schedule.ticks();
        return topics.forEnqueue(topic).thenCompose(settings -> {
            String key = entry.key() == null ? name : entry.key();
            Place place = new Place(topic, Partitioner.ofKey(key, settings.partitions()));
            return schedules
                    .due(place, 0, 1)
                    .thenApplyAsync(
                            due -> ticks.next(due.now()).orElseThrow(() -> refuse("cron", null, "cron never ticks")),
                            worker)
                    .thenCompose(next ->
                            schedules.put(place, name, schedule, entry, paused ? Optional.empty() : Optional.of(next)))
                    .thenCompose(next -> removeElsewhere(place, name, settings.partitions())
                            .thenApply(moved -> new Stored(name, place.partition(), schedule, next, entry)));
        });
    }

    /** Only when the new one stands: what is refused leaves the old one as it is. */
    private CompletionStage<?> removeElsewhere(Place place, String name, int partitions) {
        return everywhere(
                place.topic(),
                partitions,
                other -> other.equals(place) ? CompletableFuture.completedStage(false) : schedules.delete(other, name));
    }

    private NewEntry entry(String name, NewJob job) {
        for (String reserved : List.of(Schedule.NAME_HEADER, Schedule.TICK_HEADER)) {
            if (job.headers().containsKey(reserved)) {
                throw refuse("headers", null, "the header " + reserved + " is the schedule's own");
            }
        }
        NewJob named = job.withHeader(Schedule.NAME_HEADER, name);
        // There has to be room for what each tick adds.
        encoder.encode(named.withHeader(Schedule.TICK_HEADER, SOME_TICK), Map.of());
        NewEntry entry = encoder.encode(named, Map.of());
        if (entry.payload().length() > maxPayload) {
            throw refuse(
                    "payload",
                    maxPayload,
                    "payload may have at most " + maxPayload + " characters as JSON in a schedule");
        }
        return entry;
    }

    private static InvalidRequestException refuse(String field, Object limit, String message) {
        return new InvalidRequestException(List.of(new Violation(-1, field, limit, message)));
    }

    /** The schedule of that name, if there is one. */
    public CompletionStage<Optional<Stored>> find(String topic, String name) {
        return partitions(topic)
                .thenCompose(partitions -> everywhere(topic, partitions, place -> schedules.find(place, name)))
                .thenApply(found -> found.stream().flatMap(Optional::stream).findFirst());
    }

    /** Removes a schedule; whether it was there. */
    public CompletionStage<Boolean> delete(String topic, String name) {
        return partitions(topic)
                .thenCompose(partitions -> everywhere(topic, partitions, place -> schedules.delete(place, name)))
                .thenApply(deleted -> deleted.contains(true));
    }

    /** A page, which may be shorter than {@code most} though it is not the last; behind that partition and name. */
    public CompletionStage<Page> page(String topic, int partition, String after, int most) {
        return partitions(topic)
                .thenCompose(partitions ->
                        fill(topic, partitions, partition, after, most, new ArrayList<>(), partition + PARTITIONS));
    }

    private CompletionStage<Page> fill(
            String topic, int partitions, int partition, String after, int most, List<Stored> page, int last) {
        if (partition >= partitions) {
            return CompletableFuture.completedStage(new Page(page, partition, null));
        }
        if (page.size() == most || partition >= last) {
            return CompletableFuture.completedStage(new Page(page, partition, after));
        }
        return schedules.list(new Place(topic, partition)).thenCompose(found -> {
            List<Stored> wanted = found.stream()
                    .filter(schedule -> schedule.name().compareTo(after) > 0)
                    .sorted(Comparator.comparing(Stored::name))
                    .limit(most - page.size())
                    .toList();
            page.addAll(wanted);
            return page.size() == most
                    ? fill(
                            topic,
                            partitions,
                            partition,
                            wanted.get(wanted.size() - 1).name(),
                            most,
                            page,
                            last)
                    : fill(topic, partitions, partition + 1, "", most, page, last);
        });
    }

    private CompletionStage<Integer> partitions(String topic) {
        return topics.find(topic).thenApply(found -> found.orElseThrow(() -> new UnknownTopicException(topic))
                .partitions());
    }

    /** Asks all partitions. */
    private static <T> CompletionStage<List<T>> everywhere(
            String topic, int partitions, Function<Place, CompletionStage<T>> ask) {
        return everywhere(topic, 0, partitions, ask, new ArrayList<>());
    }

    private static <T> CompletionStage<List<T>> everywhere(
            String topic, int from, int partitions, Function<Place, CompletionStage<T>> ask, List<T> answers) {
        if (from >= partitions) {
            return CompletableFuture.completedStage(answers);
        }
        int to = Math.min(partitions, from + PARTITIONS);
        List<CompletableFuture<T>> asked = IntStream.range(from, to)
                .mapToObj(partition -> ask.apply(new Place(topic, partition)).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenCompose(done -> {
            asked.forEach(answer -> answers.add(answer.join()));
            return everywhere(topic, to, partitions, ask, answers);
        });
    }
}
