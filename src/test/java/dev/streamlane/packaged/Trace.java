package dev.streamlane.packaged;

import dev.streamlane.testing.Monitor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Watches every command that Redis carries out, those inside of scripts included, in Redis' own order, and checks that
 * partitions are written to under their current lease only. What a lease is worth is judged by the writes to its key, and
 * who writes by the arguments of the script around.
 */
final class Trace implements AutoCloseable {
    /** Commands that deliver, acknowledge or take over entries. */
    private static final Set<String> OWNERS_ONLY = Set.of("xreadgroup", "xack", "xclaim", "xautoclaim");

    /** What the keys of partitions begin with; those of stream services, which are fenced otherwise, do not. */
    private static final String PARTITIONS = "redisaq:";

    /** What a fenced script asks first. */
    private static final List<String> FENCE = List.of("HMGET", "incarnation", "epoch");

    /** What the keys of gates have in them, where those of leases have the other. */
    private static final String GATE = ":gate:";

    private static final String LEASE = ":lease:";

    /** The fields of a lease that mirror the group's pause. */
    private static final Set<String> PAUSE = Set.of("paused", "version");

    private final Monitor monitor;
    private final Map<String, Tenure> leases = new HashMap<>();
    private final Set<String> gates = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();
    private List<String> script = List.of();
    private List<List<String>> steps = new ArrayList<>();
    private int tenures;
    private int refused;

    /** Who holds a lease; nobody if the incarnation is empty. */
    private record Tenure(String incarnation, String epoch) {}

    Trace(RedisClient client) {
        monitor = Monitor.start(client.port(), this::command);
    }

    /** Waits until everything so far has been looked at, and looks no further. */
    Trace finish() {
        monitor.finish();
        judge();
        return this;
    }

    /** What should not have happened. */
    List<String> violations() {
        return violations;
    }

    /** {@code stream id epoch} of each entry that was recorded as started under that epoch. */
    Set<String> started() {
        return started;
    }

    /** {@code stream id epoch} of each entry that was acknowledged under that epoch. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** How many calls came under a lease that was no more, and changed nothing. */
    int refused() {
        return refused;
    }

    /** How many times a lease was taken. */
    int tenures() {
        return tenures;
    }

    @Override
    public void close() {
        monitor.close();
    }

    private void command(boolean inScript, List<String> words) {
        if (inScript) {
            steps.add(words);
            return;
        }
        judge();
        script = words;
        steps = new ArrayList<>();
        if (ownersOnly(words)) {
            words.stream()
                    .filter(word -> word.contains(GATE))
                    .findFirst()
                    .ifPresentOrElse(this::read, () -> violations.add("outside of any script: " + words));
        }
    }

    /** Past a gate that is closed, Redis reads nothing. One that is open must be that of who holds the lease. */
    private void read(String gate) {
        Tenure now = leases.get(leaseOf(gate));
        if (!gates.contains(gate)) {
            refused++;
        } else if (now == null || now.incarnation().isEmpty() || !gate.contains(":" + now.epoch() + ".")) {
            violations.add("under " + now + ": reads past " + gate);
        }
    }

    /** Looks at the script that has just ended. */
    private void judge() {
        if (!steps.isEmpty()
                && steps.get(0).containsAll(FENCE)
                && !holds(steps.get(0).get(1))) {
            refused++;
        }
        for (List<String> step : steps) {
            if (name(step).equals("hset") && step.get(1).contains(LEASE)) {
                lease(step);
            } else if (name(step).equals("xgroup") && step.get(2).contains(GATE)) {
                fenced(leaseOf(step.get(2)), "opens " + step);
                gates.add(step.get(2));
            } else if (name(step).equals("del")) {
                step.forEach(gates::remove);
            } else if (ownersOnly(step)) {
                entries(step);
            }
        }
    }

    private void lease(List<String> write) {
        String key = write.get(1);
        Map<String, String> fields = new HashMap<>();
        for (int i = 2; i + 1 < write.size(); i += 2) {
            fields.put(write.get(i), write.get(i + 1));
        }
        if (PAUSE.containsAll(fields.keySet())) {
            return; // What is shown there is anybody's to show.
        }
        Tenure before = leases.get(key);
        if (fields.containsKey("owner")) {
            Tenure after = new Tenure(fields.get("incarnation"), fields.get("epoch"));
            if (before != null && Long.parseLong(after.epoch()) <= Long.parseLong(before.epoch())) {
                violations.add("the epoch fell from " + before + " to " + after);
            }
            leases.put(key, after);
            tenures++;
            return;
        }
        fenced(key, "writes " + write);
        if ("".equals(fields.get("incarnation"))) {
            leases.put(key, new Tenure("", before.epoch()));
        } else if (fields.containsKey("started")) {
            String stream = key.substring(1, key.indexOf('}'));
            for (String id : fields.get("started").split(" ")) {
                started.add(stream + " " + id.replace("!", "") + " " + before.epoch());
            }
        }
    }

    private void entries(List<String> write) {
        String key =
                script.stream().filter(word -> word.contains(LEASE)).findFirst().orElse("no lease");
        fenced(key, "does " + write);
        if (name(write).equals("xack") && leases.containsKey(key)) {
            write.subList(3, write.size())
                    .forEach(id -> acknowledged.add(
                            write.get(1) + " " + id + " " + leases.get(key).epoch()));
        }
    }

    private void fenced(String key, String what) {
        if (!holds(key)) {
            violations.add("under " + leases.get(key) + ": "
                    + script.stream().limit(12).toList() + " " + what);
        }
    }

    /** Whether the script at hand comes from who holds this lease. */
    private boolean holds(String key) {
        Tenure now = leases.get(key);
        return now != null
                && !now.incarnation().isEmpty()
                && script.contains(now.incarnation())
                && script.contains(now.epoch());
    }

    private static String leaseOf(String gate) {
        return gate.substring(0, gate.lastIndexOf(':')).replace(GATE, LEASE);
    }

    /** Whether a command is only for who holds the lease of the partition that it names. */
    private static boolean ownersOnly(List<String> command) {
        return OWNERS_ONLY.contains(name(command)) && command.stream().anyMatch(word -> word.startsWith(PARTITIONS));
    }

    private static String name(List<String> command) {
        return command.get(0).toLowerCase(Locale.ROOT);
    }
}
