package dev.streamlane.schedule;

/** A partition has as many schedules as it may. Nothing was stored. */
public class TooManySchedulesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long limit;

    /** @param limit how many it may have */
    public TooManySchedulesException(Place place, long limit) {
        super("partition " + place.partition() + " of topic '" + place.topic()
                + "' has the most schedules it may have, " + limit);
        this.limit = limit;
    }

    /** How many it may have. */
    public long limit() {
        return limit;
    }
}
