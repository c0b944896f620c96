package dev.streamlane.redis;

/** What a script says it has done; the first value of its reply, as a number whose meaning each script's header gives. */
enum Code {
    /** Done as asked. */
    TAKEN,
    /** Nothing changed: the lease or stream is not held, or the consumer group is gone. */
    LOST,
    /** Nothing changed: there is nothing any more that could change, maybe because of an earlier call of the same kind. */
    GONE,
    /** Done, but for what the pause of the group forbids. */
    PAUSED,
    /** Nothing changed: a later call came first. */
    STALE,
    /** Nothing changed: another consumer holds the lease or lock. */
    HELD,
    /** Nothing changed: another incarnation has this consumer's id. */
    SUPERSEDED,
    /** Nothing changed: what was expected does not hold any more. */
    REFUSED,
    /** Nothing changed: there is no room for it. */
    FULL,
    /** Nothing changed: it is there already. */
    PRESENT,
    /** Done in part: to be called again. */
    PARTLY,
    /** Nothing changed: a job has the idempotency key of another one. */
    CLASH,
    /** Nothing changed: there are too many idempotency keys. */
    CROWDED,
    /** Nothing was taken: other replicas go first. */
    WAIT,
    /** Nothing changed: another entry has the data stream's name. */
    DUPLICATE
}
