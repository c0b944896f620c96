package dev.streamlane.bench.results;

import java.util.Collection;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Values in order, from the least to the greatest; at least one. */
public final class Distribution {
    private static final double HALF = 0.5;

    private final double[] sorted;

    private Distribution(DoubleStream values) {
        this.sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("there are no values");
        }
    }

    public static Distribution of(Collection<Double> values) {
        return new Distribution(values.stream().mapToDouble(Double::doubleValue));
    }

    /** Times in nanoseconds, as milliseconds. */
    public static Distribution ofNanosInMillis(LongStream nanos) {
        return new Distribution(nanos.mapToDouble(value -> value / 1e6));
    }

    public double min() {
        return sorted[0];
    }

    public double max() {
        return sorted[sorted.length - 1];
    }

    /** The middle value; of an even number the mean of the two in the middle. */
    public double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) * HALF;
    }

    /** The least value that is not below this share of all values, such as 0.999. */
    public double quantile(double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
