package dev.streamlane.coordination;

/**
 * Whether a group is paused: then nothing starts, while what runs goes on to its end.
 *
 * @param paused whether it is
 * @param version rises with each change, so that of two readings the later one can be told; 0 if nobody ever asked
 */
public record Pause(boolean paused, long version) {
    /** Of a group that nobody has paused. */
    public static final Pause NEVER = new Pause(false, 0);

    /** Whether this was read later than {@code other}. */
    public boolean newerThan(Pause other) {
        return version > other.version;
    }
}
