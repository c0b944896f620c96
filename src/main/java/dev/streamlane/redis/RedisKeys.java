package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.deadletter.Origin;
import dev.streamlane.partition.GroupId;
import dev.streamlane.schedule.Place;
import dev.streamlane.topic.Names;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every key and channel of ours. What one script touches shares a hash tag, and so a slot of Redis Cluster: the topic's name
 * for what concerns the whole topic, the whole name of its stream for what concerns one partition or one stream service.
 */
@Singleton
final class RedisKeys {
    private static final String INPUT = "-input";

    private final String prefix;
    private final Pattern jobStream;

    @Inject
    RedisKeys(StreamlaneConfig config) {
        this(config.keyPrefix());
    }

    RedisKeys(String prefix) {
        this.prefix = prefix;
        this.jobStream = Pattern.compile(Pattern.quote(prefix) + ":(" + Names.REGEX + "):([0-9]{1,9})");
    }

    /** Set: the names of all topics. */
    String topics() {
        return prefix + ":topics";
    }

    /** Stream: the dead letters of all topics. */
    String deadLetter() {
        return prefix + ":dead_letter";
    }

    /** String with a TTL: shows people that a consumer lives; no decision rests on it. */
    String worker(GroupId group, String consumer) {
        return prefix + ":worker:" + group.topic() + ":" + group.group() + ":" + consumer;
    }

    /** Hash: a topic's settings. */
    String settings(String topic) {
        return ofTopic(topic, "settings");
    }

    /** Set: the names of a topic's groups. */
    String groups(String topic) {
        return ofTopic(topic, "groups");
    }

    /** Hash: a group's consumers, each with its incarnation, deadline and TTL. */
    String members(GroupId group) {
        return ofTopic(group.topic(), "members:" + group.group());
    }

    /** Hash: a group's target assignment and its generation. */
    String target(GroupId group) {
        return ofTopic(group.topic(), "target:" + group.group());
    }

    /** Hash: what was asked of a group, such as to pause. */
    String group(GroupId group) {
        return ofTopic(group.topic(), "group:" + group.group());
    }

    /** Hash: of a group that bounds how many of its jobs run at a time, what each replica may run. */
    String running(GroupId group) {
        return ofTopic(group.topic(), "running:" + group.group());
    }

    /** Hash: of a group that bounds how many attempts begin, how many did that count until some time. */
    String starts(GroupId group) {
        return ofTopic(group.topic(), "starts:" + group.group());
    }

    /** Channel: something about a group has changed. */
    String wake(GroupId group) {
        return wakePrefix(group.topic()) + group.group();
    }

    /** What the {@link #wake} channels of all of a topic's groups begin with. */
    String wakePrefix(String topic) {
        return ofTopic(topic, "wake:");
    }

    /** Every key that a group has in its topic's slot. */
    List<String> allOfGroup(GroupId group) {
        return List.of(members(group), target(group), group(group), running(group), starts(group));
    }

    /** Stream: a partition's jobs. */
    String stream(String topic, int partition) {
        return prefix + ":" + topic + ":" + partition;
    }

    /** Sorted set: a partition's delayed jobs by due time, each as its age, id and key. */
    String delayed(String topic, int partition) {
        return "{" + stream(topic, partition) + "}:delayed";
    }

    /**
     * Hash: the fields of a partition's delayed jobs by id, each a JSON array that begins with its member of the {@link
     * #delayed} set.
     */
    String delayedFields(String topic, int partition) {
        return "{" + stream(topic, partition) + "}:delayed:fields";
    }

    /** Hash: a partition's schedules by name. */
    String schedules(Place place) {
        return ofPlace(place, "schedules");
    }

    /** Hash: the fields of their jobs by name, each a JSON array. */
    String scheduleFields(Place place) {
        return ofPlace(place, "schedules:fields");
    }

    /** Sorted set: the names of a partition's schedules by their next tick; without those that are paused. */
    String scheduleTicks(Place place) {
        return ofPlace(place, "schedules:ticks");
    }

    private String ofPlace(Place place, String what) {
        return "{" + stream(place.topic(), place.partition()) + "}:" + what;
    }

    /** Channel: something is due sooner than all before in its partition. */
    String dueWake() {
        return prefix + ":due";
    }

    /** Hash: a group's lease of a partition. It has no TTL, because its epoch must never fall. */
    String lease(GroupId group, int partition) {
        return ofPartition(group, partition, "lease");
    }

    /** Stream without entries: only while it is there may the lease's holder read. Each has a name of its own. */
    String gate(GroupId group, int partition, String name) {
        return ofPartition(group, partition, "gate") + ":" + name;
    }

    /** The consumer group, of each of its streams, that keeps what a group is to read again by a reset. */
    static String pin(GroupId group) {
        return group.group() + ":reset";
    }

    /** Hash: the attempts that entries pending in a group have used, where that is any. */
    String attempts(GroupId group, int partition) {
        return ofPartition(group, partition, "attempts");
    }

    /** Hash: what the idempotency keys of a partition's jobs have appended. */
    String onceKeys(String topic, int partition) {
        return "{" + stream(topic, partition) + "}:once";
    }

    /** Sorted set: until when each of the {@link #onceKeys} is kept. */
    String onceEnds(String topic, int partition) {
        return "{" + stream(topic, partition) + "}:once-ends";
    }

    /** Stream: dead letters of a group on their way to {@link #deadLetter}. */
    String outbox(GroupId group, int partition) {
        return ofPartition(group, partition, "dead");
    }

    /** Sorted set: the marks of dead letters that were replayed to a stream of jobs or assignments. */
    String replayed(String stream) {
        return "{" + stream + "}:replayed";
    }

    /** Every key of a partition but those of its groups. */
    List<String> allOfPartition(String topic, int partition) {
        Place place = new Place(topic, partition);
        return List.of(
                stream(topic, partition),
                delayed(topic, partition),
                delayedFields(topic, partition),
                schedules(place),
                scheduleFields(place),
                scheduleTicks(place),
                onceKeys(topic, partition),
                onceEnds(topic, partition),
                replayed(stream(topic, partition)));
    }

    /** What a stream's name says of what failed there. */
    Origin origin(String stream) {
        Matcher job = jobStream.matcher(stream);
        if (job.matches()) {
            return new Origin.Job(job.group(1), Integer.parseInt(job.group(2)));
        }
        String service = stream.endsWith(INPUT) ? stream.substring(0, stream.length() - INPUT.length()) : "";
        return Names.legal(service) ? new Origin.Assignment(service) : new Origin.Unknown();
    }

    /**
     * Stream: a stream service's assignments, its Load Balancer Stream; without a prefix, as redis-stream-client-go has it.
     */
    String input(String service) {
        return service + INPUT;
    }

    /** The consumer group of an {@link #input}. */
    String inputGroup(String service) {
        return service + "-group";
    }

    /** A replica's name in an {@link #inputGroup}, and the value of its locks. */
    String serviceConsumer(Consumer me) {
        return "redis-consumer-" + me.id();
    }

    /** Hash: what is known of a stream service's entries beyond the pending list, by entry ID, each a JSON object. */
    String states(String service) {
        return ofService(service, "state");
    }

    /** Hash: a stream service's replicas, each with its incarnation, deadline, TTL and load. */
    String replicas(String service) {
        return ofService(service, "replicas");
    }

    /** Hash: which entry has a data stream's name, so that no other one of that name is processed meanwhile. */
    String streamNames(String service) {
        return ofService(service, "names");
    }

    /** Stream: a stream service's dead letters on their way to {@link #deadLetter}. */
    String serviceOutbox(String service) {
        return ofService(service, "dead");
    }

    /** Channel: something about a stream service has changed. */
    String serviceWake(String service) {
        return ofService(service, "wake");
    }

    /** Stream with a TTL: ends what a connection of this process waits for; it means nothing else. */
    String bell(String incarnation, int number) {
        return prefix + ":bell:" + incarnation + ":" + number;
    }

    private String ofService(String service, String what) {
        return "{" + input(service) + "}:" + what;
    }

    private String ofTopic(String topic, String what) {
        return prefix + ":{" + topic + "}:" + what;
    }

    private String ofPartition(GroupId group, int partition, String what) {
        return "{" + stream(group.topic(), partition) + "}:" + what + ":" + group.group();
    }
}
