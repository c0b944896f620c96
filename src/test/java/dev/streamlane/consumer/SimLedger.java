package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.job.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was enqueued, granted, started and completed; checks the invariants against it. */
final class SimLedger {
    private final Map<String, String> keyOf = new LinkedHashMap<>();
    private final Map<String, List<String>> jobsOfKey = new HashMap<>();
    private final Map<String, String> holderOfEpoch = new HashMap<>();
    private final Map<Integer, Long> lastEpoch = new HashMap<>();
    private final Map<String, List<Integer>> attempts = new HashMap<>();
    private final Map<String, List<String>> firstStarts = new HashMap<>();
    private final Set<String> completed = new HashSet<>();
    private final Map<String, Place> placeOf = new HashMap<>();
    private final Map<Integer, Place> resets = new HashMap<>();
    private final Set<String> skipped = new HashSet<>();
    /** Since the last reset of their partition. */
    private final Set<String> started = new HashSet<>();

    private boolean leasesEndEarly;

    /** An entry of a partition; of a reset, the last one that is not wanted, and the epoch from which on. */
    private record Place(int partition, long entry, long epoch) {}

    void enqueued(String job, String key, int partition, String entryId) {
        placeOf.put(job, new Place(partition, number(entryId), 0));
        keyOf.put(job, key);
        if (key != null) {
            jobsOfKey.computeIfAbsent(key, name -> new ArrayList<>()).add(job);
        }
    }

    /** Invariants: one lease holder per epoch; epochs only rise. */
    void granted(int partition, long epoch, String incarnation) {
        assertThat(holderOfEpoch.put(partition + "@" + epoch, incarnation))
                .as("ONE LEASE HOLDER PER EPOCH: partition %s, epoch %s", partition, epoch)
                .isNull();
        Long before = lastEpoch.put(partition, epoch);
        assertThat(before == null || before < epoch)
                .as("EPOCHS ONLY RISE: partition %s, %s after %s", partition, epoch, before)
                .isTrue();
    }

    /** A reset was carried out: what is behind its position is to be processed anew, what is before it need not be. */
    void reset(int partition, long epoch, long position) {
        resets.put(partition, new Place(partition, position, epoch));
        checkOrder();
        placeOf.forEach((job, place) -> {
            if (place.partition == partition) {
                started.remove(job);
                firstStarts.remove(keyOf.get(job));
            }
            if (place.partition == partition && place.entry > position) {
                completed.remove(job);
                skipped.remove(job);
            } else if (place.partition == partition) {
                skipped.add(job);
            }
        });
    }

    private static long number(String entryId) {
        return Long.parseLong(entryId.substring(0, entryId.indexOf('-')));
    }

    /** The clock of Redis jumps, or its data goes: leases may end before their holders can know. */
    void leasesEndEarly() {
        leasesEndEarly = true;
    }

    /** Invariants: what starts, starts under an epoch granted to its process, and after which no other was granted. */
    void started(Job<Object> job, String incarnation) {
        assertThat(holderOfEpoch.get(job.partition() + "@" + job.epoch()))
                .as("NO START UNDER A STALE INCARNATION: %s", job)
                .isEqualTo(incarnation);
        assertThat(leasesEndEarly || lastEpoch.get(job.partition()) == job.epoch())
                .as("G2 NO START UNDER A STALE EPOCH: %s", job)
                .isTrue();
        Place reset = resets.get(job.partition());
        assertThat(reset == null || job.epoch() < reset.epoch || number(job.entryId()) > reset.entry)
                .as("NOTHING BEFORE A RESET'S POSITION STARTS ONCE IT IS CARRIED OUT: %s", job)
                .isTrue();
        List<Integer> seen = attempts.computeIfAbsent(job.id(), id -> new ArrayList<>());
        if (started.add(job.id()) && job.key() != null) {
            firstStarts.computeIfAbsent(job.key(), key -> new ArrayList<>()).add(job.id());
        }
        seen.add(job.attempt());
    }

    void completed(Job<Object> job) {
        completed.add(job.id());
    }

    int size() {
        return keyOf.size();
    }

    /** Invariants: no job is lost; the jobs of a key start in order. */
    void check(List<SimRedis.Dead> dead, Set<String> forgiven) {
        Set<String> deadIds = new HashSet<>();
        dead.forEach(letter -> deadIds.add(letter.entry().msgId()));
        List<String> lost = keyOf.keySet().stream()
                .filter(job -> !completed.contains(job) && !deadIds.contains(job) && !forgiven.contains(job))
                .filter(job -> !skipped.contains(job))
                .toList();
        assertThat(lost).as("G1 NO JOB LOST").isEmpty();
        checkOrder();
    }

    /** A reset begins the order of its keys anew. */
    private void checkOrder() {
        firstStarts.forEach((key, order) -> {
            List<String> expected =
                    jobsOfKey.get(key).stream().filter(order::contains).toList();
            assertThat(order).as("G3 KEYS IN ORDER: %s", key).isEqualTo(expected);
        });
    }

    /** The attempt numbers that a job was started with. */
    List<Integer> attempts(String job) {
        return attempts.getOrDefault(job, List.of());
    }
}
