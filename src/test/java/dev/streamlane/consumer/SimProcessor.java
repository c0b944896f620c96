package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.job.Job;
import java.time.Duration;
import java.util.List;

/** A processor that takes its time, fails now and then, and dies of poison. It honours interrupts, late at worst. */
final class SimProcessor implements Invoker {
    private final SimCluster cluster;
    private final SimReplica replica;

    SimProcessor(SimCluster cluster, SimReplica replica) {
        this.cluster = cluster;
        this.replica = replica;
    }

    @Override
    public int maxJobs() {
        return 1;
    }

    @Override
    public Invocation invoke(List<Job<Object>> jobs, Completion completion) {
        Job<Object> job = jobs.get(0);
        SimWorld world = cluster.world();
        assertThat(cluster.redis().mayRun(SimCluster.GROUP, job.partition(), job.epoch(), job.entryId()))
                .as("NOTHING STARTS THAT IS NOT LISTED AS STARTED, as it would while paused: %s", job)
                .isTrue();
        cluster.ledger().started(job, replica.me().incarnation());
        if (cluster.poisonous(job.id())) {
            replica.kill();
            return () -> {};
        }
        boolean[] returned = new boolean[1];
        long took =
                world.between(Duration.ZERO, Duration.ofMillis(world.random().nextInt(20) == 0 ? 3000 : 30));
        boolean fails = world.random().nextInt(100) < cluster.failPercent();
        world.after(took, replica, () -> {
            if (!returned[0]) {
                returned[0] = true;
                if (!fails) {
                    cluster.ledger().completed(job);
                }
                completion.ended(0, fails ? new Outcome.Failed("simulated") : Outcome.DONE);
            }
        });
        return () -> world.after(world.between(Duration.ZERO, Duration.ofMillis(20)), replica, () -> {
            if (!returned[0]) {
                returned[0] = true;
                completion.ended(0, new Outcome.Failed("interrupted"));
            }
        });
    }
}
