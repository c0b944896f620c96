package dev.streamlane.streams;

import dev.streamlane.streams.AssignmentDecoder.UnreadableException;
import dev.streamlane.streams.LoadBalancer.Entry;

/**
 * What an entry of the Load Balancer Stream says.
 *
 * @param assignment what it says; {@code null} if it is no assignment
 * @param unreadable why not; {@code null} if it is one
 */
record Reading(Assignment assignment, String unreadable) {
    static Reading of(Entry entry, AssignmentDecoder decoder) {
        try {
            return new Reading(decoder.decode(entry), null);
        } catch (UnreadableException e) {
            return new Reading(null, e.getMessage());
        }
    }

    /** What is enough to decide about the entry. */
    Label label() {
        return assignment == null ? Label.NONE : new Label(assignment.name(), assignment.priority());
    }
}
