package dev.streamlane.streams;

import dev.streamlane.execution.Invocation;
import dev.streamlane.streams.LoadBalancer.Claim.Granted;
import dev.streamlane.streams.LoadBalancer.Hold;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A stream that this replica has. The service's thread changes it; others may ask for its state, its checkpoint and whether
 * it is disowned.
 */
final class Held {
    private final Hold hold;
    private final Assignment assignment;
    private final Optional<String> previous;
    private final CompletableFuture<Void> disowned = new CompletableFuture<>();
    private volatile String checkpoint;
    private int failures;
    private volatile State state = State.CONCLUDING;
    private long trustedUntil;
    private long startedAt;
    private Invocation invocation = () -> {};

    /** How far it is. */
    enum State {
        /** Its processor runs. */
        RUNNING,
        /** Its processor was asked to return, so that it can be handed over. */
        HANDING_OVER,
        /** What became of it is being written. */
        CONCLUDING,
        /** It is not ours any more; its processor may still run. */
        ABANDONED
    }

    /**
     * @param assignment what its entry says; {@code null} if it is no assignment
     * @param trustedUntil until when its lock may be relied on, in nanoseconds
     */
    Held(Granted granted, Assignment assignment, long trustedUntil) {
        this.hold = granted.hold();
        this.assignment = assignment;
        this.previous = granted.previous();
        this.failures = granted.failures();
        this.checkpoint = granted.checkpoint().orElse(null);
        this.trustedUntil = trustedUntil;
    }

    Hold hold() {
        return hold;
    }

    String id() {
        return hold.entryId();
    }

    Assignment assignment() {
        return assignment;
    }

    /** Who had it before. */
    Optional<String> previous() {
        return previous;
    }

    /** How many attempts have failed since its checkpoint. */
    int failures() {
        return failures;
    }

    Optional<String> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }

    /** A checkpoint was saved; one further on than the last counts failures anew. */
    void checkpoint(String saved) {
        if (checkpoint == null || EntryId.parse(saved).compareTo(EntryId.parse(checkpoint)) > 0) {
            failures = 0;
        }
        checkpoint = saved;
    }

    State state() {
        return state;
    }

    /** Whether its processor runs, for all we know. */
    boolean running() {
        return state == State.RUNNING || state == State.HANDING_OVER;
    }

    /** Its processor begins, at {@code now} in nanoseconds. */
    void running(Invocation begun, long now) {
        state = State.RUNNING;
        invocation = begun;
        startedAt = now;
    }

    /** When its processor began, in nanoseconds. */
    long startedAt() {
        return startedAt;
    }

    void concluding() {
        state = State.CONCLUDING;
    }

    /** Its processor is to return. */
    void handOver() {
        state = State.HANDING_OVER;
        signal();
    }

    /** It is not ours any more. */
    void abandon() {
        state = State.ABANDONED;
        signal();
    }

    /** Completes when it is not ours any more, or soon will not be. */
    CompletableFuture<Void> disowned() {
        return disowned;
    }

    /** Its lock was extended. */
    void trustUntil(long nanos) {
        trustedUntil = trusted(nanos) ? trustedUntil : nanos;
    }

    boolean trusted(long now) {
        return trustedUntil - now > 0;
    }

    private void signal() {
        invocation.interrupt();
        disowned.complete(null);
    }
}
