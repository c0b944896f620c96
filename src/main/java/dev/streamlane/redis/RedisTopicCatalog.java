package dev.streamlane.redis;

import static java.util.stream.Collectors.toCollection;

import dev.streamlane.topic.TooManyTopicsException;
import dev.streamlane.topic.TopicBeingRemovedException;
import dev.streamlane.topic.TopicCatalog;
import dev.streamlane.topic.TopicChange;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Topics: their settings each in its own slot, their names all in one set. The name comes first when one is created: if this
 * is interrupted, a name without settings remains, which the next attempt completes.
 */
@Singleton
final class RedisTopicCatalog implements TopicCatalog {
    private final RedisLane lane;
    private final RedisKeys keys;

    RedisTopicCatalog(RedisLanes lanes, RedisKeys keys) {
        this.lane = lanes.topics();
        this.keys = keys;
    }

    /** Settings, as they are stored. */
    private record Stored(Optional<TopicSettings> settings, boolean beingRemoved) {
        Optional<TopicSettings> present() {
            return beingRemoved ? Optional.empty() : settings;
        }
    }

    @Override
    public CompletionStage<Optional<TopicSettings>> find(String topic) {
        return read(topic).thenApply(Stored::present);
    }

    @Override
    public CompletionStage<TopicSettings> ensure(String topic, TopicSettings initial, int maxTopics) {
        // The name is looked at as well, because the two may be lost apart from each other.
        CompletionStage<Boolean> named = lane.send(
                        Request.cmd(Command.SISMEMBER).arg(keys.topics()).arg(topic))
                .thenApply(Response::toBoolean);
        return read(topic)
                .thenCombine(named, (stored, known) -> {
                    if (stored.beingRemoved) {
                        throw new TopicBeingRemovedException(topic);
                    }
                    return known ? stored.settings : Optional.<TopicSettings>empty();
                })
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedStage(found.get())
                        : create(topic, initial, maxTopics));
    }

    private CompletionStage<Stored> read(String topic) {
        Request read = Request.cmd(Command.HMGET).arg(keys.settings(topic));
        SettingsText.FIELDS.forEach(read::arg);
        return lane.send(read.arg(RemovalText.TOPIC))
                .thenApply(values -> new Stored(
                        Optional.ofNullable(SettingsText.parse(values)),
                        values.get(SettingsText.FIELDS.size()) != null));
    }

    @Override
    public CompletionStage<Optional<TopicSettings>> change(String topic, TopicChange change) {
        return lane.call(ScriptCall.of(
                        Script.TOPIC_CHANGE,
                        List.of(keys.settings(topic), keys.groups(topic)),
                        change.partitions().isPresent()
                                ? String.valueOf(change.partitions().getAsInt())
                                : "",
                        change.maxLength().isPresent()
                                ? String.valueOf(change.maxLength().getAsLong())
                                : "",
                        change.overflow().map(SettingsText::of).orElse(""),
                        change.maxBacklog().isPresent()
                                ? String.valueOf(change.maxBacklog().getAsLong())
                                : "",
                        keys.wakePrefix(topic)))
                .thenApply(values -> Optional.ofNullable(SettingsText.parse(values)));
    }

    @Override
    public CompletionStage<Set<String>> names() {
        return lane.send(Request.cmd(Command.SMEMBERS).arg(keys.topics()))
                .thenApply(names -> names.stream().map(Response::toString).collect(toCollection(TreeSet::new)));
    }

    private CompletionStage<TopicSettings> create(String topic, TopicSettings initial, int maxTopics) {
        return lane.call(ScriptCall.of(Script.TOPIC_REGISTER, List.of(keys.topics()), topic, String.valueOf(maxTopics)))
                .thenCompose(reply -> {
                    if (Replies.code(Script.TOPIC_REGISTER, reply) == Code.REFUSED) {
                        throw new TooManyTopicsException(topic, maxTopics);
                    }
                    return lane.call(new ScriptCall(
                            Script.TOPIC_CREATE, List.of(keys.settings(topic)), SettingsText.of(initial)));
                })
                .thenApply(SettingsText::parse);
    }
}
