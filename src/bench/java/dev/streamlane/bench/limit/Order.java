package dev.streamlane.bench.limit;

/** What the bare client can be told to do, with so many entries where that matters. */
enum Order {
    /** Append them. */
    FILL,
    /** Read and acknowledge them. */
    DRAIN,
    /** Append them, and read and acknowledge them meanwhile. */
    BOTH,
    /** Remove what there is. */
    CLEAR,
    /** Add a consumer group that reads nothing. */
    GROUP
}
