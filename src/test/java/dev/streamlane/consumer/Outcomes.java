package dev.streamlane.consumer;

import dev.streamlane.execution.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Collects outcomes from whatever thread they come. */
final class Outcomes implements Invoker.Completion {
    private final CountDownLatch latch;
    private final ConcurrentLinkedQueue<Map.Entry<Integer, Outcome>> all = new ConcurrentLinkedQueue<>();

    Outcomes(int expected) {
        this.latch = new CountDownLatch(expected);
    }

    @Override
    public void ended(int index, Outcome outcome) {
        all.add(Map.entry(index, outcome));
        latch.countDown();
    }

    /** By index, when all have come; fails if one came twice. */
    List<Outcome> await() throws InterruptedException {
        if (!latch.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("only these outcomes came: " + all);
        }
        return now();
    }

    /** Those that have come so far. */
    List<Outcome> now() {
        TreeMap<Integer, Outcome> byIndex = new TreeMap<>();
        all.forEach(entry -> {
            if (byIndex.put(entry.getKey(), entry.getValue()) != null) {
                throw new AssertionError("two outcomes for job " + entry.getKey() + ": " + all);
            }
        });
        return List.copyOf(byIndex.values());
    }
}
