package dev.streamlane.bench.measure;

import dev.streamlane.bench.limit.Limit;
import dev.streamlane.bench.load.Bodies;
import dev.streamlane.bench.load.RestLoad;
import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Production;
import dev.streamlane.bench.service.Service;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/** How fast jobs are enqueued, while none is processed. */
final class Enqueue implements Measurement {
    private static final Kind KIND = Kind.REACTIVE;
    private static final String JOBS = "/topics/" + KIND.topic() + "/jobs";
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final int KEYS = 1000;
    private static final int BATCH = 500;
    private static final int BATCH_CONNECTIONS = 8;
    private static final int SINGLE_CONNECTIONS = 64;

    @Override
    public String name() {
        return "enqueue";
    }

    @Override
    public void run(Testbed bed, Results results) {
        int many = bed.options().jobs() / 3;
        int few = many / 5;
        try (Service service = bed.service();
                Limit limit = bed.limit();
                RestLoad rest = new RestLoad(service.port())) {
            bed.rounds(name(), results, round -> {
                Way way = new Way(bed, service, limit, round);
                way.measure("in-process", many, wave -> service.produce(Production.inBatches(KIND, many, 0)));
                way.measure("in-process.keyed", many, wave -> service.produce(Production.inBatches(KIND, many, KEYS)));
                way.measure("in-process-single", many, wave -> service.produce(Production.oneByOne(KIND, many)));
                way.measure("rest-batch", many, wave -> batches(rest, new Bodies(wave, many, 0)));
                way.measure("rest-batch.keyed", many, wave -> batches(rest, new Bodies(wave, many, KEYS)));
                way.measure("rest-ndjson", many, wave -> lines(rest, new Bodies(wave, many, 0)));
                way.measure("rest-single", few, wave -> singles(rest, new Bodies(wave, few, 0)));
            });
        }
    }

    /** Measures ways of enqueueing in one round, each beside the bare client. */
    private record Way(Testbed bed, Service service, Limit limit, Results round) {
        /** @param enqueue enqueues the jobs of a wave and tells how long it took */
        void measure(String label, int jobs, IntFunction<Duration> enqueue) {
            double most = Rate.of(jobs, limit.fill(jobs));
            limit.clear();
            WaitingJobs waiting = new WaitingJobs(bed, service, KIND, jobs);
            Effort before = Effort.of(bed, service);
            double rate = Rate.of(jobs, enqueue.apply(waiting.wave()));
            Effort after = Effort.of(bed, service);
            waiting.process(round);

            String name = "enqueue." + label;
            round.add("limit.enqueue.rate", most);
            round.add(name + ".rate", rate);
            round.add(name + ".ratio", rate / most);
            before.addTo(round, name, jobs, after);
        }
    }

    private static Duration batches(RestLoad rest, Bodies bodies) {
        return rest.send(JOBS + "/batch", JSON, bodies.batches(BATCH), BATCH_CONNECTIONS);
    }

    private static Duration lines(RestLoad rest, Bodies bodies) {
        List<Buffer> stream = List.of(bodies.lines());
        return rest.send(JOBS, NDJSON, stream, 1);
    }

    private static Duration singles(RestLoad rest, Bodies bodies) {
        return rest.send(JOBS, JSON, bodies.singles(), SINGLE_CONNECTIONS);
    }
}
