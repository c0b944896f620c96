package dev.streamlane.bench.measure;

import dev.streamlane.bench.results.Distribution;
import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the service occupies more and more while jobs are enqueued and processed for minutes. */
final class Soak implements Measurement {
    private static final Duration DURATION = Duration.ofMinutes(10);
    private static final int PARTS = 5;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public boolean onDemand() {
        return true;
    }

    @Override
    public void run(Testbed bed, Results results) {
        try (Service service = bed.service()) {
            List<Double> mib = new ArrayList<>();
            long end = System.nanoTime() + DURATION.toNanos();
            while (System.nanoTime() < end || mib.size() < PARTS) {
                for (Kind kind : Kind.values()) {
                    Both.rate(bed, service, kind, bed.options().jobs());
                    mib.add(service.memory().residentMib().orElse(0));
                }
            }
            // The first fifth is that of a service that gets warm.
            int part = mib.size() / PARTS;
            results.add(
                    "soak.rss.early.mib",
                    Distribution.of(mib.subList(part, 2 * part)).median());
            results.add(
                    "soak.rss.late.mib",
                    Distribution.of(mib.subList(mib.size() - part, mib.size())).median());
        }
    }
}
