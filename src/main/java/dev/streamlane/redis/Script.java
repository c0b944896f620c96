package dev.streamlane.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The Lua scripts under {@code lua/}: one operation each, done by Redis in one step. Their headers say the rest. */
enum Script {
    HEARTBEAT(5, Code.SUPERSEDED, Code.TAKEN, Code.GONE),
    PROPOSE(1, Code.REFUSED, Code.TAKEN),
    LEAVE(1, Code.REFUSED, Code.TAKEN),
    ACQUIRE(4, Code.HELD, Code.TAKEN, Code.STALE),
    RENEW(2, Code.LOST, Code.TAKEN),
    PARTITION_END(1),
    LEASE_RESET(3, Code.LOST, Code.TAKEN, Code.PARTLY),
    RESET_PIN(2, Code.STALE, Code.TAKEN),
    GROUP_CREATE(3, Code.FULL, Code.TAKEN, Code.REFUSED, Code.PRESENT, Code.GONE),
    GROUP_RESET(2, Code.GONE, Code.TAKEN),
    RELEASE(1, Code.LOST, Code.TAKEN),
    LEASE_PAUSE(1, Code.STALE, Code.TAKEN),
    GROUP_PAUSE(3, Code.REFUSED, Code.TAKEN),
    GROUP_REMOVE(3, Code.GONE, Code.TAKEN, Code.HELD),
    GROUP_CLEAR(6, Code.HELD, Code.TAKEN, Code.STALE),
    GROUP_LOOK(5, Code.GONE, Code.TAKEN),
    JOB_LOOK(4),
    JOB_DEAD(1),
    STEP(3, Code.LOST, Code.TAKEN, Code.STALE, Code.PAUSED),
    ADOPT(Keys.atLeast(4), Code.LOST, Code.TAKEN, Code.STALE),
    BURY(4, Code.LOST, Code.TAKEN),
    ENQUEUE(1, Code.FULL, Code.TAKEN),
    REPLAY(2, Code.FULL, Code.TAKEN, Code.GONE),
    ENQUEUE_ONCE(3, Code.FULL, Code.TAKEN, Code.CLASH, Code.CROWDED),
    DELAY(2, Code.FULL, Code.TAKEN),
    PROMOTE(4),
    DELAYED_LIST(1),
    DELAYED_CANCEL(2, Code.GONE, Code.TAKEN),
    SCHEDULE_PUT(3, Code.FULL, Code.TAKEN),
    SCHEDULE_DELETE(3, Code.GONE, Code.TAKEN),
    SCHEDULE_DUE(2),
    SCHEDULE_FIRE(4, Code.REFUSED, Code.FULL, Code.TAKEN),
    PERMITS_RUN(1, Code.STALE, Code.TAKEN),
    PERMITS_START(1),
    TRIM(1),
    LETTERS_TRIM(1),
    RING(1),
    TOPIC_REGISTER(1, Code.REFUSED, Code.TAKEN),
    TOPIC_CREATE(1),
    TOPIC_CHANGE(2),
    TOPIC_REMOVE(Keys.atLeast(2), Code.GONE, Code.TAKEN, Code.HELD),
    REMOVAL_LOOK(1),
    REMOVAL_END(Keys.atLeast(1), Code.STALE, Code.TAKEN),
    STREAM_ADD(1, Code.FULL, Code.TAKEN),
    STREAM_LIST(3),
    STREAM_BEAT(2, Code.SUPERSEDED, Code.TAKEN),
    STREAM_TAKE(2, Code.REFUSED, Code.TAKEN, Code.WAIT),
    STREAM_PENDING(2),
    STREAM_READ(1),
    STREAM_DUPLICATES(2),
    STREAM_CLAIM(4, Code.REFUSED, Code.TAKEN, Code.DUPLICATE),
    STREAM_CHECKPOINT(2, Code.LOST, Code.TAKEN),
    STREAM_LET_GO(2, Code.LOST, Code.TAKEN),
    STREAM_DISCLAIM(3, Code.REFUSED, Code.TAKEN),
    STREAM_DONE(3, Code.LOST, Code.TAKEN, Code.GONE),
    STREAM_BURY(4, Code.LOST, Code.TAKEN, Code.GONE),
    STREAM_ORPHANS(1),
    STREAM_LEAVE(2, Code.REFUSED, Code.TAKEN),
    STREAM_REFRESH(2, Code.REFUSED, Code.TAKEN),
    STREAM_TIDY(3),
    STREAM_LOCK(1, Code.HELD, Code.TAKEN),
    STREAM_EXPIRE(Keys.atLeast(0));

    private final Keys keys;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed.
    private final List<Code> codes;

    private final String source;
    private final String sha;

    /**
     * How many keys a script takes.
     *
     * @param fixed how many have a meaning of their own
     * @param more whether any number may follow
     */
    record Keys(int fixed, boolean more) {
        static Keys atLeast(int fixed) {
            return new Keys(fixed, true);
        }

        boolean allow(int count) {
            return more ? count >= fixed : count == fixed;
        }

        @Override
        public String toString() {
            return more ? "at least " + fixed : String.valueOf(fixed);
        }
    }

    Script(int keys, Code... codes) {
        this(new Keys(keys, false), codes);
    }

    Script(Keys keys, Code... codes) {
        this.keys = keys;
        this.codes = List.of(codes);
        this.source = read(file());
        this.sha = sha1(source);
    }

    /** Its resource. */
    String file() {
        return "/lua/" + name().toLowerCase(Locale.ROOT) + ".lua";
    }

    /** How many keys it takes. */
    Keys keys() {
        return keys;
    }

    /** What it can say, by number; empty if its reply has no code. */
    List<Code> codes() {
        return codes;
    }

    String source() {
        return source;
    }

    String sha() {
        return sha;
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String source) {
        try {
            // Not for security: EVALSHA names scripts by it.
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
