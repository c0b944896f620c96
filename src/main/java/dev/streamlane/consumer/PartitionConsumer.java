package dev.streamlane.consumer;

import dev.streamlane.consumer.Acknowledger.Report;
import dev.streamlane.consumer.Held.Interruption;
import dev.streamlane.consumer.PartitionLog.AdoptReply;
import dev.streamlane.consumer.PartitionLog.Pending;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.consumer.PartitionLog.StepReply;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.PartitionHost.PartitionRun;
import dev.streamlane.partition.Lease;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Consumes one partition for as long as its lease holds. All state is confined to the group's thread; whatever happens ends
 * in {@link #pump()}, which takes the next step if there is one to take and none is under way.
 */
final class PartitionConsumer implements PartitionRun {
    private static final Logger LOG = Logger.getLogger(PartitionConsumer.class);

    /** How long to leave a partition alone that an error of our own has ended. */
    private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

    private final GroupContext context;
    private final PartitionLog log;
    private final int partition;
    private final PartitionListener listener;
    private final PartitionQueue queue;
    private final PartitionIntake intake;
    private final Acknowledger acknowledger = new Acknowledger();
    private final RunningJobs jobs;
    private final Awaiter awaiter;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean lost;
    private Lease lease;
    private Phase phase = Phase.CONSUMING;
    private boolean busy;
    private boolean underWay;

    PartitionConsumer(
            GroupContext context,
            PartitionLog log,
            Lease lease,
            String lastDelivered,
            TopicSettings topic,
            PartitionListener listener) {
        this.context = context;
        this.log = log;
        this.lease = lease;
        this.partition = lease.partition();
        this.listener = listener;
        this.queue = new PartitionQueue(topic.ordering(), context.settings().readBytes());
        String name = "Partition " + partition + " of group " + context.group();
        this.intake = new PartitionIntake(context.settings(), queue, name, lastDelivered);
        this.jobs = new RunningJobs(context, log, partition, topic.maxAttempts(), queue, acknowledger, new Follower());
        this.awaiter = new Awaiter(context, log, intake, this::pump);
    }

    /** Begins; to be called once, on the group's thread. */
    void begin() {
        jobs.resume();
        pump();
    }

    @Override
    public void renewed(Lease renewed, Renewal figures) {
        context.thread().execute(() -> {
            if (phase == Phase.CLOSED) {
                return;
            }
            lease = renewed;
            jobs.pause(figures.pause().paused());
            jobs.resume();
            intake.compare(figures.pending(), acknowledger.held());
            context.events().holding(context.group(), partition, jobs.running(), queue.parked());
            pump();
        });
    }

    @Override
    public boolean lost() {
        return lost;
    }

    @Override
    public CompletionStage<Void> drain() {
        context.thread().execute(() -> {
            if (phase == Phase.CONSUMING) {
                phase = Phase.DRAINING;
                jobs.chooseNoMore();
                Duration limit = context.settings().drainTimeout();
                context.timers().schedule(limit, () -> jobs.interrupt(Interruption.DRAIN));
                context.timers().schedule(limit.plus(context.settings().abandonTimeout()), this::giveUp);
            }
            pump();
        });
        return drained;
    }

    @Override
    public void abandon() {
        context.thread().execute(this::close);
    }

    /** Takes the next step, if there is one to take and none under way. */
    void pump() {
        safely(this::takeStep);
    }

    private void takeStep() {
        if (busy || awaiter.resting() || phase == Phase.CLOSED) {
            return;
        }
        if (phase == Phase.CONSUMING) {
            consume();
        } else if (!acknowledger.isEmpty() || jobs.overstated()) {
            step(List.of(), 0);
        } else if (phase == Phase.GIVING_UP || jobs.running() + jobs.burying() == 0) {
            close();
        }
    }

    private void consume() {
        long now = context.ticker().nanos();
        if (!lease.trusted(now)) {
            return;
        }
        queue.release(now);
        if (intake.adopting() && room() > 0) {
            adopt(room());
            return;
        }
        List<Held> starting = jobs.choose();
        int read = intake.adopting() ? 0 : room();
        if (starting.isEmpty() && queue.ready() > 0 && context.slots().scarce(now) && !jobs.obstructing()) {
            awaiter.due(Slots.PATIENCE.toNanos());
            return; // What there is to acknowledge goes with the starts of its next turn.
        }
        boolean idle = starting.isEmpty() && acknowledger.isEmpty() && !jobs.obstructing();
        if (idle && (read == 0 || intake.exhausted())) {
            awaiter.due(queue.untilDue(now));
            if (read > 0) {
                awaiter.arrival();
            }
        } else {
            step(starting, read);
        }
    }

    private int room() {
        return jobs.paused() ? 0 : intake.room(jobs.burying());
    }

    private void step(List<Held> starting, int read) {
        Report report = acknowledger.report();
        busy = true;
        Set<String> running = jobs.toRecord(starting, phase == Phase.GIVING_UP);
        Step step = new Step(report.done(), report.failed(), running, jobs.alone(), Bodies.missing(starting), read);
        if (read > 0) {
            intake.asked();
        }
        if (!starting.isEmpty()) {
            listener.starting(this);
        }
        CompletionStage<StepReply> answer = log.step(step);
        // Not before: a call that throws will never be answered.
        underWay = true;
        jobs.recording(starting);
        answer.whenComplete((reply, failure) -> safely(() -> {
            underWay = false;
            jobs.answered(starting);
            if (reply instanceof StepReply.Taken taken) {
                acknowledger.written(report);
                jobs.pause(taken.paused());
                jobs.recorded(running);
                taken(starting, read, taken);
            } else {
                acknowledger.unwritten(report);
                jobs.putBack(starting);
                unanswered(failure);
            }
        }));
    }

    private void taken(List<Held> starting, int read, StepReply.Taken reply) {
        if (phase == Phase.CLOSED) {
            jobs.putBack(starting);
            return;
        }
        if (read > 0) {
            intake.read(read, reply.entries());
            jobs.admit(reply.entries());
        }
        // The answer may come late, after a pause of this process: what it allowed to start may be another's by now.
        if (phase == Phase.CONSUMING
                && !reply.paused()
                && jobs.inTime(starting)
                && lease.trusted(context.ticker().nanos())) {
            jobs.start(starting, reply.bodies(), lease);
        } else {
            jobs.putBack(starting);
        }
        busy = false;
        // Otherwise the answer has brought a turn for all.
        if (starting.isEmpty() || !context.slots().contended()) {
            pump();
        }
    }

    private void adopt(int count) {
        busy = true;
        log.adopt(intake.adoptAfter(), count)
                .whenComplete((reply, failure) -> safely(() -> {
                    if (reply instanceof AdoptReply.Adopted adopted) {
                        intake.adopted(
                                adopted.next(),
                                adopted.entries().stream().map(Pending::entry).toList());
                        jobs.adopt(adopted.entries());
                        busy = false;
                        pump();
                    } else {
                        unanswered(failure);
                    }
                }));
    }

    /** A call did not get through: Redis did not answer, or, without a failure, the lease is lost. */
    private void unanswered(Throwable failure) {
        busy = false;
        if (failure == null) {
            lose();
        } else {
            intake.unanswered();
            awaiter.rest(failure);
        }
    }

    private final class Follower implements RunningJobs.Listener {
        @Override
        public void changed() {
            awaiter.soon();
        }

        @Override
        public void freed() {
            listener.freed();
        }

        @Override
        public void lost() {
            lose();
        }
    }

    private void giveUp() {
        if (phase == Phase.DRAINING) {
            phase = Phase.GIVING_UP;
            pump();
        }
    }

    /** An error of our own must not leave a partition that is held but not consumed. */
    private void safely(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // Errors too: they would vanish in the stage that called this.
            LOG.errorf(e, "Partition %d of group %s is given up, to be acquired anew", partition, context.group());
            lost = true;
            close();
            if (!underWay) {
                jobs.forfeit();
            }
            context.timers().schedule(AFTER_ERROR, listener::lost);
        }
    }

    private void lose() {
        lost = true;
        close();
        listener.lost();
    }

    private void close() {
        if (phase != Phase.CLOSED) {
            phase = Phase.CLOSED;
            awaiter.cancel();
            jobs.close();
            log.close();
            context.events().closed(context.group(), partition);
            listener.closed(this);
            drained.complete(null);
        }
    }
}
