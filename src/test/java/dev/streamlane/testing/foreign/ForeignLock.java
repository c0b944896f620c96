package dev.streamlane.testing.foreign;

import java.time.Duration;

/**
 * The lock beside a stream, as redsync keeps it for redis-stream-client-go: its value is the consumer's name, so that all
 * locks of a name are one to it.
 */
final class ForeignLock {
    static final Duration TTL = Duration.ofSeconds(2);

    private static final int TRIES = 32;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(10);
    private static final long EXPIRED = -1;

    private static final String DELETE_IF_MINE = "local v = redis.call('GET', KEYS[1]) "
            + "if v == ARGV[1] then return redis.call('DEL', KEYS[1]) end "
            + "return v and 0 or -1";

    /** Takes the lock again if it has expired, and nobody else has it. */
    private static final String EXTEND_OR_TAKE =
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end "
                    + "return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') and 1 or 0";

    private final ForeignProcess process;
    private final String key;
    private final String value;

    ForeignLock(ForeignProcess process, String key, String value) {
        this.process = process;
        this.key = key;
        this.value = value;
    }

    /** Takes it, or has tried for a third of a second. After each try in vain it deletes what might be its own. */
    boolean lock() {
        for (int i = 0; i < TRIES && process.alive(); i++) {
            if (i > 0) {
                process.idle(BETWEEN_TRIES);
            }
            if (process.call("set", key, value, "ex", String.valueOf(TTL.toSeconds()), "nx") != null) {
                return true;
            }
            eval(DELETE_IF_MINE, value);
        }
        return false;
    }

    /** Whether it is its own for another TTL. */
    boolean extend() {
        return eval(EXTEND_OR_TAKE, value, String.valueOf(TTL.toMillis())) != 0;
    }

    /** Whether nobody else has it; it may have expired. */
    boolean unlock() {
        long deleted = eval(DELETE_IF_MINE, value);
        return deleted == 1 || deleted == EXPIRED;
    }

    private long eval(String script, String... arguments) {
        String[] command = new String[4 + arguments.length];
        command[0] = "eval";
        command[1] = script;
        command[2] = "1";
        command[3] = key;
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        return (Long) process.call(command);
    }
}
