package dev.streamlane.security;

import dev.streamlane.topic.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads keys, and says what is wrong with them; never what a hash is, for somebody may have put the key itself there. */
final class KeyReader {
    private final List<ApiKey> keys = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /** What there is so far, faults apart. */
    List<ApiKey> keys() {
        return List.copyOf(keys);
    }

    /** A sentence for each fault found so far. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Whether the other one has found the same. */
    boolean same(KeyReader other) {
        return faults.equals(other.faults) && new ApiKeys(keys).same(new ApiKeys(other.keys));
    }

    /** Reads lines of {@code name:roles:hash}; empty ones, and those that begin with {@code #}, are none. */
    void lines(String source, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                line(source + ", line " + (i + 1), line.split(":", 3));
            }
        }
    }

    private void line(String where, String[] parts) {
        if (parts.length < 3) {
            faults.add(where + " must be name:roles:sha256:digits");
            return;
        }
        key(where, parts[0].strip(), parts[1], parts[2]);
    }

    /** Reads one key. */
    void key(String where, String name, String roles, String hash) {
        Optional<KeyHash> known = KeyHash.parse(hash);
        int before = faults.size();
        check(Names.legal(name), where + ": the name must be " + Names.LEGAL);
        check(
                known.isPresent(),
                where + ": the hash must be sha256: and 64 hexadecimal digits, as sha256sum prints them");
        Set<String> labels = Arrays.stream(roles.split(",")).map(String::strip).collect(Collectors.toSet());
        check(
                Role.LABELS.containsAll(labels),
                where + ": the roles must be of producer, viewer and operator, separated by commas");
        if (faults.size() == before) {
            add(where, new ApiKey(name, labels, known.orElseThrow()));
        }
    }

    private void add(String where, ApiKey key) {
        for (ApiKey other : keys) {
            check(!other.name().equals(key.name()), where + ": there is another key of the name " + key.name());
            check(!other.hash().is(key.hash()), where + ": it is the same key as " + other.name());
        }
        check(keys.size() < ApiKeys.MAX, where + ": there are more than " + ApiKeys.MAX + " keys");
        keys.add(key);
    }

    /** Adds a fault that somebody else has found. */
    void fault(String sentence) {
        faults.add(sentence);
    }

    private void check(boolean holds, String sentence) {
        if (!holds) {
            faults.add(sentence);
        }
    }
}
