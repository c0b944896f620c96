/**
 * Removes groups and topics with all that is theirs. A mark in the topic's settings comes first and goes last: as long as it
 * is there, nobody joins, finds or creates what is being removed, and a removal that was interrupted can be gone on with.
 */
package dev.streamlane.removal;
