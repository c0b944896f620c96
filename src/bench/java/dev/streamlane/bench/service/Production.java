package dev.streamlane.bench.service;

import dev.streamlane.bench.load.Payload;

/**
 * Jobs to be enqueued in the service's process, by its {@code JobProducer}.
 *
 * @param kind whose topic
 * @param jobs how many
 * @param keys how many keys they have; 0 for none
 * @param batch how many are enqueued by one call; one by one if it is 1
 * @param depth how many calls are under way at a time
 * @param rate how many a second; 0 for as many as can be
 */
public record Production(Kind kind, int jobs, int keys, int batch, int depth, int rate) {
    private static final int BATCH = 500;
    private static final int BATCHES = 8;
    private static final int SINGLES = 512;

    /** In batches of 500, some of them at a time. */
    public static Production inBatches(Kind kind, int jobs, int keys) {
        return new Production(kind, jobs, keys, BATCH, BATCHES, 0);
    }

    /** One by one, many of them at a time. */
    public static Production oneByOne(Kind kind, int jobs) {
        return new Production(kind, jobs, 0, 1, SINGLES, 0);
    }

    /** At a rate: so many together, as often as it takes. */
    public static Production at(int rate, int together, Kind kind, int jobs) {
        return new Production(kind, jobs, 0, together, SINGLES, rate);
    }

    String json(int wave) {
        return ("{\"topic\":\"%s\",\"wave\":%d,\"jobs\":%d,\"keys\":%d,\"batch\":%d,\"depth\":%d,\"rate\":%d,"
                        + "\"text\":\"%s\"}")
                .formatted(kind.topic(), wave, jobs, keys, batch, depth, rate, Payload.TEXT);
    }
}
