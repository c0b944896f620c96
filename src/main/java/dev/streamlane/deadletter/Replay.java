package dev.streamlane.deadletter;

import dev.streamlane.deadletter.DeadLetter.Field;
import dev.streamlane.partition.Partitioner;
import dev.streamlane.producer.KeyField;
import dev.streamlane.topic.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of a dead letter goes back, and where to. */
final class Replay {
    private static final String PAYLOAD = "payload";
    private static final String MSG_ID = "msg_id";

    /** What is written anew. */
    private static final Set<String> RENEWED = Set.of("partition", "enqueued_at", "only_group", "origin");

    private Replay() {}

    /** Whether there is anything to go back. */
    static boolean hasBody(DeadLetter letter) {
        return letter.body().containsKey(letter.origin() instanceof Origin.Job ? PAYLOAD : "lbs-input");
    }

    /** The job's id: of a job without one that of its entry, which it keeps. */
    static String jobId(DeadLetter letter) {
        return letter.body().getOrDefault(MSG_ID, letter.death("entry_id"));
    }

    /** The partition of the job's key as the topic is now; without a key, the one where it was, if that is still there. */
    static int partition(DeadLetter letter, int was, TopicSettings topic) {
        String key = key(letter.body());
        return key == null ? was % topic.partitions() : Partitioner.ofKey(key, topic.partitions());
    }

    /** The job as it was, for the group that failed at it only. */
    static List<Field> job(DeadLetter letter, int partition) {
        List<Field> job = new ArrayList<>();
        if (!letter.body().containsKey(MSG_ID)) {
            job.add(new Field(MSG_ID, jobId(letter)));
        }
        letter.body().forEach((name, value) -> {
            if (!RENEWED.contains(name)) {
                job.add(new Field(name, value));
            }
        });
        job.add(new Field("partition", String.valueOf(partition)));
        job.add(new Field("only_group", letter.death("group")));
        job.add(new Field("origin", letter.death("stream") + " " + letter.death("entry_id")));
        return job;
    }

    /** The assignment as it was. A service has one group only. */
    static List<Field> assignment(DeadLetter letter) {
        List<Field> assignment = new ArrayList<>();
        letter.body().forEach((name, value) -> assignment.add(new Field(name, value)));
        return assignment;
    }

    private static String key(Map<String, String> job) {
        String key = job.get("key");
        String named = job.getOrDefault("partition_key", "");
        return key != null || named.isEmpty()
                ? key
                : KeyField.of(job.get(PAYLOAD), named).key();
    }
}
