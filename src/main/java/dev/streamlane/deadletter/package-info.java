/**
 * Dead letters: listed, replayed and deleted. What a filter takes and where a replayed job goes is decided here; how letters
 * are kept is behind {@link dev.streamlane.deadletter.DeadLetterStore}.
 */
package dev.streamlane.deadletter;
