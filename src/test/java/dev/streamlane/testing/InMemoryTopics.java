package dev.streamlane.testing;

import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TooManyTopicsException;
import dev.streamlane.topic.TopicCatalog;
import dev.streamlane.topic.TopicChange;
import dev.streamlane.topic.TopicSettings;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A catalog in memory that can be out of reach, and counts how often it is read. */
public final class InMemoryTopics implements TopicCatalog {
    private final Map<String, TopicSettings> topics = new TreeMap<>();
    private boolean down;
    private int reads;

    @Override
    public synchronized CompletionStage<Optional<TopicSettings>> find(String topic) {
        return answer(() -> Optional.ofNullable(topics.get(topic)));
    }

    @Override
    public synchronized CompletionStage<TopicSettings> ensure(String topic, TopicSettings initial, int maxTopics) {
        if (!topics.containsKey(topic) && topics.size() >= maxTopics) {
            return CompletableFuture.failedStage(new TooManyTopicsException(topic, maxTopics));
        }
        return answer(() -> {
            topics.putIfAbsent(topic, initial);
            return topics.get(topic);
        });
    }

    @Override
    public synchronized CompletionStage<Optional<TopicSettings>> change(String topic, TopicChange change) {
        return answer(() -> Optional.ofNullable(topics.computeIfPresent(topic, (name, old) -> {
            int partitions = Math.max(old.partitions(), change.partitions().orElse(0));
            TopicChange growth = new TopicChange(
                    OptionalInt.of(partitions), change.maxLength(), change.overflow(), change.maxBacklog());
            return growth.applyTo(old);
        })));
    }

    @Override
    public synchronized CompletionStage<Set<String>> names() {
        return answer(() -> new TreeSet<>(topics.keySet()));
    }

    /** Whether every call fails from now on. */
    public synchronized void down(boolean isDown) {
        down = isDown;
    }

    /** How often anything was read so far. */
    public synchronized int reads() {
        return reads;
    }

    private <T> CompletionStage<T> answer(Supplier<T> answer) {
        reads++;
        return down
                ? CompletableFuture.failedStage(new StoreUnavailableException("down", null))
                : CompletableFuture.completedStage(answer.get());
    }
}
