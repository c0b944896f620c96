package dev.streamlane.streams;

import dev.streamlane.streams.AssignmentDecoder.UnreadableException;
import dev.streamlane.streams.LoadBalancer.Entry;

/**
 * Makes candidates of entries.
 *
 * @param decoder reads what they say
 */
record CandidateReader(AssignmentDecoder decoder) {
    /** What an entry is that is pending under the name {@code from}. */
    Candidate read(Entry entry, String from, int failures) {
        try {
            return new Candidate(entry, decoder.decode(entry), null, from, failures, Candidate.FRESH);
        } catch (UnreadableException e) {
            return new Candidate(entry, null, e.getMessage(), from, failures, Candidate.FRESH);
        }
    }
}
