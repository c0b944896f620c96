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
            List<Double> resident = new ArrayList<>();
            List<Double> heap = new ArrayList<>();
            long end = System.nanoTime() + DURATION.toNanos();
            while (System.nanoTime() < end || heap.size() < PARTS) {
                for (Kind kind : Kind.values()) {
                    Both.rate(bed, service, kind, bed.options().jobs());
                    resident.add(service.memory().residentMib().orElse(0));
                    heap.add(service.heapMib());
                }
            }
            compare("soak.rss", resident, results);
            compare("soak.heap", heap, results);
        }
    }

    /** The first fifth is that of a service that gets warm, so it is left out. */
    private static void compare(String name, List<Double> mib, Results results) {
        int part = mib.size() / PARTS;
        results.add(name + ".early.mib", median(mib.subList(part, 2 * part)));
        results.add(name + ".late.mib", median(mib.subList(mib.size() - part, mib.size())));
    }

    private static double median(List<Double> values) {
        return Distribution.of(values).median();
    }
}
