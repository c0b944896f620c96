package dev.streamlane.removal;

/**
 * What came of asking for a removal.
 *
 * @param <L> what is lost by it
 */
public sealed interface Removal<L extends Loss> {
    /** There is nothing of this name. */
    record Unknown<L extends Loss>() implements Removal<L> {}

    /**
     * Refused: somebody uses it.
     *
     * @param loss what there is
     */
    record InUse<L extends Loss>(L loss) implements Removal<L> {}

    /**
     * Refused: it is not confirmed, or not in this state.
     *
     * @param loss what there is
     */
    record Unconfirmed<L extends Loss>(L loss) implements Removal<L> {}

    /**
     * Nothing of it is left.
     *
     * @param loss what there was
     */
    record Done<L extends Loss>(L loss) implements Removal<L> {}
}
