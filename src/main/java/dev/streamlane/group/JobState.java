package dev.streamlane.group;

/** How far a group is with a job. */
public enum JobState {
    /** Not delivered yet. */
    QUEUED,
    /** Delivered, and not started yet: it waits for a slot, or behind its key. */
    PENDING,
    /** Its owner has started it. */
    RUNNING,
    /** It has used an attempt, and waits for the next one. */
    RETRYING,
    /** Acknowledged, and not among the dead letters that there are. */
    DONE,
    /** Among the dead letters. */
    DEAD,
    /** Acknowledged: done, or dead-lettered. There are too many dead letters to see all. */
    FINISHED,
    /** Not in the stream: trimmed, deleted, or never there. */
    UNKNOWN
}
