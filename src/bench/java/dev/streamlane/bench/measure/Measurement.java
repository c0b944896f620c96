package dev.streamlane.bench.measure;

import dev.streamlane.bench.results.Results;

/** Something that the benchmark measures, on a Redis that is empty. */
public interface Measurement {
    /** As options name it. */
    String name();

    /** Whether it takes so long that it has to be asked for. */
    default boolean onDemand() {
        return false;
    }

    /**
     * Measures.
     *
     * @throws RuntimeException if something went wrong, such as that a job was lost; never because something is slow
     */
    void run(Testbed bed, Results results);
}
