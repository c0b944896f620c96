package bench;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Jobs to be enqueued in process.
 *
 * @param topic where to
 * @param wave the wave that they make up
 * @param jobs how many
 * @param keys how many keys they have; 0 for none
 * @param batch how many are enqueued by one call; one by one if it is 1
 * @param depth how many calls are under way at a time
 * @param rate how many a second; 0 for as many as can be
 * @param text the text of each
 */
@RegisterForReflection
public record Production(String topic, int wave, int jobs, int keys, int batch, int depth, int rate, String text) {}
