/**
 * Delayed jobs and schedules: kept in the slot of their partition until they are due, and then moved into it, or fired, by
 * whichever replica is first. Redis' clock decides; the clocks of replicas only say when to ask.
 */
package dev.streamlane.schedule;
