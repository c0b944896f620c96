package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.Load;
import dev.streamlane.streams.LoadBalancer.Taken;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Takes undelivered entries while there is room for them. Confined to the service's thread. */
final class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    /** So few at a time that replicas which take in turns get equal shares. */
    private static final int TURN = 8;

    /** What to leave each replica that goes first: a few times as long as a call takes. */
    private static final Duration PATIENCE = Duration.ofMillis(10);

    private static final int MAX_BEFORE = 5;

    /** How long to leave Redis alone after it did not answer. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);

    private final ServiceContext context;
    private final Supplier<Load> load;
    private final Consumer<List<Entry>> taken;
    private final Runnable answered;
    private final FailureRow failures;
    private boolean open;
    private boolean busy;
    private boolean taking;

    /**
     * @param load what this replica has and can take
     * @param taken gets the entries
     * @param answered hears that no answer is due any more
     */
    Intake(ServiceContext context, Supplier<Load> load, Consumer<List<Entry>> taken, Runnable answered) {
        this.context = context;
        this.load = load;
        this.taken = taken;
        this.answered = answered;
        this.failures = new FailureRow(context.ticker());
    }

    /** This replica has its place in the service. */
    void open() {
        open = true;
        pump();
    }

    /** Takes nothing more. */
    void close() {
        open = false;
    }

    /** Whether an answer is due that may say that there are more entries pending under this replica's name. */
    boolean taking() {
        return taking;
    }

    /** Takes more if there is room. */
    void pump() {
        take(false);
    }

    private void take(boolean patient) {
        Load now = load.get();
        if (!open || busy || now.free() == 0) {
            return;
        }
        busy = true;
        taking = true;
        context.balancer().take(TURN, now, patient).whenComplete((answer, failure) -> {
            taking = false;
            if (failure != null) {
                rest(failure);
            } else {
                taken(answer);
            }
            answered.run();
        });
    }

    private void taken(Taken answer) {
        if (answer instanceof Taken.Wait wait) {
            later(PATIENCE.multipliedBy(Math.min(wait.before(), MAX_BEFORE)), true);
        } else if (answer instanceof Taken.Entries entries) {
            try {
                taken.accept(entries.entries());
            } catch (Throwable e) { // Whatever it is, the next beat finds these entries, and the reader goes on.
                LOG.errorf(e, "Entries of stream service %s could not be handled", context.service());
            }
            if (entries.entries().isEmpty() && open) {
                await(entries.lastDelivered());
            } else {
                goOn();
            }
        } else {
            busy = false;
            open = false;
            context.wake().run();
        }
    }

    private void await(String lastDelivered) {
        context.balancer().arrival(lastDelivered, context.settings().block()).whenComplete((arrived, failure) -> {
            if (failure != null) {
                rest(failure);
            } else {
                goOn();
            }
        });
    }

    private void goOn() {
        failures.ended();
        busy = false;
        pump();
    }

    private void rest(Throwable failure) {
        LOG.debugf("Stream service %s waits for Redis: %s", context.service(), failure.getMessage());
        failures.failed(
                failure, why -> LOG.warnf("Stream service %s cannot take new streams: %s", context.service(), why));
        later(AFTER_FAILURE, false);
    }

    private void later(Duration delay, boolean patient) {
        context.timers().schedule(delay, () -> {
            busy = false;
            take(patient);
        });
    }
}
