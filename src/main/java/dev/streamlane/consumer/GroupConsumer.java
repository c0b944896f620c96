package dev.streamlane.consumer;

import dev.streamlane.coordination.PartitionHost;
import dev.streamlane.partition.Lease;
import dev.streamlane.topic.TopicSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Consumes the partitions of one group that this replica has a lease of. */
final class GroupConsumer implements PartitionHost {
    private final GroupContext context;
    private final LogOpener logs;
    private final Set<PartitionConsumer> consumers = new LinkedHashSet<>();
    private boolean turnDue;

    /** Opens a partition under a lease. */
    interface LogOpener {
        PartitionLog open(Lease lease);
    }

    GroupConsumer(GroupContext context, LogOpener logs) {
        this.context = context;
        this.logs = logs;
        context.slots().onMore(this::pumpAll);
        context.gate().onChange(() -> context.thread().execute(this::pumpAll));
    }

    @Override
    public PartitionRun start(Lease lease, String lastDelivered, TopicSettings topic, Runnable lost) {
        PartitionConsumer consumer =
                new PartitionConsumer(context, logs.open(lease), lease, lastDelivered, topic, new Neighbours(lost));
        context.thread().execute(() -> {
            consumers.add(consumer);
            consumer.begin();
        });
        return consumer;
    }

    private void pumpAll() {
        List.copyOf(consumers).forEach(PartitionConsumer::pump);
    }

    private final class Neighbours implements PartitionListener {
        private final Runnable lost;

        Neighbours(Runnable lost) {
            this.lost = lost;
        }

        @Override
        public void lost() {
            lost.run();
        }

        @Override
        public void freed() {
            if (!turnDue) {
                turnDue = true;
                context.thread().execute(() -> {
                    turnDue = false;
                    context.slots().shared(consumers.size());
                    pumpAll();
                });
            }
        }

        @Override
        public void starting(PartitionConsumer consumer) {
            if (consumers.remove(consumer)) {
                consumers.add(consumer);
            }
        }

        @Override
        public void closed(PartitionConsumer consumer) {
            consumers.remove(consumer);
            if (consumers.isEmpty()) {
                context.slots().idle();
            }
        }
    }
}
