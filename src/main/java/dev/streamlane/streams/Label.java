package dev.streamlane.streams;

/**
 * What has to be known of an entry to decide about it.
 *
 * @param name the data stream; empty if the entry is no assignment
 * @param priority how urgent it is
 */
record Label(String name, Priority priority) {
    /** Of an entry that is no assignment. */
    static final Label NONE = new Label("", Priority.NORMAL);

    /** Whether there may be a lock: one belongs to a data stream. */
    boolean locked() {
        return !name.isEmpty();
    }
}
