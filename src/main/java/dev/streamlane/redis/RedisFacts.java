package dev.streamlane.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Redis says about how safe jobs are with it. What it does not say is {@code ?}.
 *
 * @param server its name and version
 * @param appendOnly whether it writes an append-only file: yes or no
 * @param snapshots when it writes snapshots, as in {@code save}: pairs of seconds and changes
 * @param eviction what it does when its memory is full, {@code maxmemory-policy}
 * @param maxMemory from how many bytes on its memory is full; 0 for never
 */
record RedisFacts(String server, String appendOnly, String snapshots, String eviction, String maxMemory) {
    private static final String UNKNOWN = "?";
    private static final String NO_EVICTION = "noeviction";

    /**
     * @param info the reply to {@code INFO}
     * @param save the value of {@code CONFIG GET save}; {@code null} if it was not given
     */
    static RedisFacts of(String info, String save) {
        Map<String, String> fields = new HashMap<>();
        info.lines().filter(line -> line.indexOf(':') > 0).forEach(line -> {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        String valkey = fields.get("valkey_version");
        return new RedisFacts(
                valkey == null ? "Redis " + fields.getOrDefault("redis_version", UNKNOWN) : "Valkey " + valkey,
                yesOrNo(fields.get("aof_enabled")),
                save == null ? UNKNOWN : save.isBlank() ? "none" : save,
                fields.getOrDefault("maxmemory_policy", UNKNOWN),
                fields.getOrDefault("maxmemory", UNKNOWN));
    }

    /** All of it on one line. */
    String summary() {
        return server + ": append-only file " + appendOnly + ", snapshots " + snapshots + ", maxmemory " + maxMemory
                + ", maxmemory-policy " + eviction;
    }

    /** What is dangerous about it. */
    Optional<String> warning() {
        return eviction.equals(NO_EVICTION) || eviction.equals(UNKNOWN)
                ? Optional.empty()
                : Optional.of("When its memory is full, Redis removes keys (maxmemory-policy " + eviction
                        + "), and with them jobs or what protects them; set maxmemory-policy to " + NO_EVICTION);
    }

    private static String yesOrNo(String flag) {
        return flag == null ? UNKNOWN : flag.equals("0") ? "no" : "yes";
    }
}
