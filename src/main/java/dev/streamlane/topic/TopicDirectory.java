package dev.streamlane.topic;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * The topics as producers and administrators use them: looked up with a short memory, created on first use, changed
 * within limits. Safe for use by many threads.
 *
 * <p>A remembered partition count may be out of date by at most the given age, plus the time of one answer of Redis. An
 * old count never loses a job; it places jobs of a key where the key used to be, which the order per key excepts for the
 * growth of a topic anyway. A change made through this object is seen by its next look-up.
 */
public final class TopicDirectory {
    private final TopicCatalog catalog;
    private final NewTopics limits;
    private final long maxAgeNanos;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();

    /**
     * @param catalog the stored truth
     * @param limits how topics come into being
     * @param maxAge how long settings are used without asking again
     * @param nanos the local monotonic clock
     */
    public TopicDirectory(TopicCatalog catalog, NewTopics limits, Duration maxAge, LongSupplier nanos) {
        this.catalog = catalog;
        this.limits = limits;
        this.maxAgeNanos = maxAge.toNanos();
        this.nanos = nanos;
    }

    /**
     * The settings of a topic that is about to be written to; creates it if that is allowed. Fails with
     * {@link UnknownTopicException}, {@link TooManyTopicsException}, {@link TopicBeingRemovedException} or {@link
     * StoreUnavailableException}.
     */
    public CompletionStage<TopicSettings> forEnqueue(String topic) {
        Known present = known.get(topic);
        if (present != null && fresh(present)) {
            return present.settings;
        }
        // The age counts from before the reading. One caller reads; those who come meanwhile share its answer.
        Known next = new Known(new CompletableFuture<>(), nanos.getAsLong());
        boolean mine = present == null ? known.putIfAbsent(topic, next) == null : known.replace(topic, present, next);
        if (!mine) {
            return forEnqueue(topic);
        }
        forget();
        load(topic).whenComplete((settings, failure) -> {
            if (failure == null) {
                next.settings.complete(settings);
            } else {
                known.remove(topic, next);
                next.settings.completeExceptionally(failure);
            }
        });
        return next.settings;
    }

    /** The settings of a topic, if it exists: remembered ones if they are fresh, or else as they are stored now. */
    public CompletionStage<Optional<TopicSettings>> recent(String topic) {
        Known present = known.get(topic);
        return present != null && fresh(present) ? present.settings.thenApply(Optional::of) : find(topic);
    }

    /** The settings of a topic as they are stored now, if it exists. */
    public CompletionStage<Optional<TopicSettings>> find(String topic) {
        return catalog.find(topic);
    }

    /** The names of all topics. */
    public CompletionStage<Set<String>> names() {
        return catalog.names();
    }

    /** How topics come into being. */
    public NewTopics limits() {
        return limits;
    }

    /**
     * Creates a topic or changes its settings; what {@code change} leaves open keeps its stored or initial value.
     *
     * @param topic a legal name
     * @throws IllegalArgumentException if the change asks for more than {@link NewTopics#maxPartitions()}
     */
    public CompletionStage<TopicUpdate> put(String topic, TopicChange change) {
        int asked = change.partitions().orElse(1);
        if (asked < 1 || asked > limits.maxPartitions()) {
            throw new IllegalArgumentException(
                    "partitions must be from 1 to " + limits.maxPartitions() + ", not " + asked);
        }
        return catalog.find(topic)
                .thenCompose(
                        present -> present.isEmpty() ? create(topic, change) : change(topic, present.get(), change))
                .whenComplete((update, failure) -> known.remove(topic));
    }

    private CompletionStage<TopicUpdate> create(String topic, TopicChange change) {
        TopicSettings wanted = change.applyTo(limits.initial());
        return catalog.ensure(topic, wanted, limits.maxTopics())
                .thenCompose(stored -> stored.equals(wanted)
                        ? CompletableFuture.completedStage(new TopicUpdate.Created(stored))
                        : change(topic, stored, change));
    }

    private CompletionStage<TopicUpdate> change(String topic, TopicSettings present, TopicChange change) {
        int asked = change.partitions().orElse(present.partitions());
        if (asked < present.partitions()) {
            return CompletableFuture.completedStage(new TopicUpdate.WouldShrink(present.partitions(), asked));
        }
        if (change.applyTo(present).equals(present)) {
            return CompletableFuture.completedStage(new TopicUpdate.Changed(present));
        }
        return catalog.change(topic, change).thenCompose(stored -> {
            if (stored.isEmpty()) {
                return create(topic, change);
            }
            int partitions = stored.get().partitions();
            return CompletableFuture.completedStage(
                    partitions > asked && change.partitions().isPresent()
                            ? new TopicUpdate.WouldShrink(partitions, asked)
                            : new TopicUpdate.Changed(stored.get()));
        });
    }

    private CompletionStage<TopicSettings> load(String topic) {
        if (limits.autoCreate()) {
            return catalog.ensure(topic, limits.initial(), limits.maxTopics());
        }
        return catalog.find(topic).thenApply(found -> found.orElseThrow(() -> new UnknownTopicException(topic)));
    }

    private boolean fresh(Known present) {
        return !present.settings.isDone() || nanos.getAsLong() - present.since < maxAgeNanos;
    }

    /** Keeps names that once existed, or were only asked for, from piling up. */
    private void forget() {
        if (known.size() > 2L * limits.maxTopics()) {
            known.values().removeIf(entry -> !fresh(entry));
        }
    }

    private record Known(CompletableFuture<TopicSettings> settings, long since) {}
}
