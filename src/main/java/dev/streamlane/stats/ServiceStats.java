package dev.streamlane.stats;

import dev.streamlane.streams.StreamEvents.Result;

/**
 * What this replica has done for a stream service.
 *
 * @param service its name
 * @param assigned how many streams were assigned to this replica since it was started
 * @param claimed how many of them another consumer had before
 * @param held how many it had at its last beat
 * @param processed the attempts that ended since it was started
 * @param recent those of them that ended within {@link Stats#RECENT}
 */
public record ServiceStats(
        String service, long assigned, long claimed, int held, Processed<Result> processed, Processed<Result> recent) {}
