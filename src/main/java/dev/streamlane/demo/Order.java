package dev.streamlane.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the producer of order streams says about each of them: its info. */
record Order(
        @JsonProperty("order_id") String orderId,
        @JsonProperty("customer_id") String customerId,
        int amount,
        String priority,
        String status,
        @JsonProperty("created_at") Instant createdAt) {
    private static final List<String> PRIORITIES = List.of("low", "normal", "high");
    private static final int CUSTOMERS = 10;
    private static final int AMOUNTS = 50;

    /** The order of that number, from 0. */
    static Order of(int number, Instant now) {
        return new Order(
                "order-" + number,
                "customer-" + number % CUSTOMERS,
                100 + 10 * (number % AMOUNTS),
                PRIORITIES.get(number % PRIORITIES.size()),
                "pending",
                now.truncatedTo(ChronoUnit.SECONDS));
    }
}
