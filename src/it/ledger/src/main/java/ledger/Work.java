package ledger;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a job of the ledger is to do.
 *
 * @param n its place among the jobs of its key, from 0
 * @param millis for how long to work
 * @param end how to end after that; {@code null} for a success
 */
@RegisterForReflection
public record Work(int n, long millis, End end) {
    /** How a job may end. */
    @RegisterForReflection
    public enum End {
        /** It returns. */
        DONE,
        /** It throws. */
        THROW,
        /** It is discarded. */
        DISCARD,
        /** It never returns, whoever interrupts it. */
        HANG,
        /** It ends its process without any farewell. */
        HALT
    }
}
