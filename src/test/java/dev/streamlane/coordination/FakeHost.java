package dev.streamlane.coordination;

import dev.streamlane.partition.Lease;
import dev.streamlane.topic.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs nothing and remembers what it was asked to run. */
final class FakeHost implements PartitionHost {
    final List<Run> runs = new ArrayList<>();
    private final Journal journal;

    FakeHost(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Run start(Lease lease, String lastDelivered, TopicSettings settings, Runnable lost) {
        journal.add("start " + lease.partition());
        Run run = new Run(journal, lease, lost);
        runs.add(run);
        return run;
    }

    /** The latest run of a partition. */
    Run run(int partition) {
        return runs.stream()
                .filter(run -> run.lease.partition() == partition)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    static final class Run implements PartitionHost.PartitionRun {
        private final Journal journal;
        private final Runnable listener;
        private final CompletableFuture<Void> drained = new CompletableFuture<>();
        Lease lease;
        Pause pause;
        volatile boolean lost;
        volatile boolean abandoned;
        Runnable beforeAbandoned = () -> {};

        Run(Journal journal, Lease lease, Runnable listener) {
            this.journal = journal;
            this.lease = lease;
            this.listener = listener;
        }

        /** Its last job has ended. */
        void finishDraining() {
            drained.complete(null);
        }

        /** A script has told it that the lease is somebody else's. */
        void loseLease() {
            lost = true;
            drained.complete(null);
            listener.run();
        }

        @Override
        public void renewed(Lease renewed, Leases.Renewal figures) {
            lease = renewed;
            pause = figures.pause();
        }

        @Override
        public boolean lost() {
            return lost;
        }

        @Override
        public CompletionStage<Void> drain() {
            journal.add("drain " + lease.partition());
            return drained;
        }

        @Override
        public void abandon() {
            journal.add("abandon " + lease.partition());
            beforeAbandoned.run();
            abandoned = true;
            drained.complete(null);
        }
    }
}
