package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Beat;
import dev.streamlane.streams.LoadBalancer.Beat.Registered;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.Load;
import dev.streamlane.streams.LoadBalancer.Owner;
import dev.streamlane.streams.LoadBalancer.Owner.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * This replica's part in one stream service: it beats, extends its locks, looks for what may be claimed, and in the end hands
 * everything over. Confined to the service's thread.
 */
final class ServiceMember {
    private static final Logger LOG = Logger.getLogger(ServiceMember.class);

    /** A deadline is awaited this much longer, so that Redis, whose clock judges it, agrees that it has passed. */
    static final Duration AFTER_DEADLINE = Duration.ofMillis(5);

    /** How often to look for dead letters that are still on their way. */
    private static final int FORWARD_BEATS = 8;

    private final ServiceContext context;
    private final ServiceConsumer consumer;
    private final Claims claims;
    private final LockKeeper locks;
    private final Inventory inventory;
    private final Intake intake;
    private final Search search;
    private final FailureRow failedLooks;
    private final FailureRow failedForwards;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private Phase phase = Phase.JOINING;
    private boolean looking;
    private boolean lookDue;
    private boolean goodbye;
    private boolean away;
    private long beats;

    /** How far this replica is. */
    enum Phase {
        JOINING,
        SERVING,
        LEAVING,
        LEFT,
        SUPERSEDED
    }

    ServiceMember(ServiceContext context) {
        this.context = context;
        this.consumer = new ServiceConsumer(context, this::changed);
        this.claims = consumer.claims();
        this.locks = new LockKeeper(context, lost -> consumer.disown(lost, "its lock is gone, or somebody else's"));
        this.inventory = new Inventory(context, consumer);
        this.search = new Search(context, claims);
        this.failedLooks = new FailureRow(context.ticker());
        this.failedForwards = new FailureRow(context.ticker());
        this.intake = new Intake(context, this::roomForNew, this::taken, this::changed);
    }

    Phase phase() {
        return phase;
    }

    /** How many streams this replica has. */
    int held() {
        return consumer.held();
    }

    /** The time after which the next beat is due; fails if Redis does not answer. */
    CompletionStage<Duration> beat() {
        if (goodbye || phase == Phase.SUPERSEDED) {
            return CompletableFuture.completedStage(context.settings().interval());
        }
        List<Held> running = consumer.running();
        Load load = consumer.load();
        CompletionStage<Void> extended = locks.extendIfDue(running);
        return context.balancer()
                .beat(phase == Phase.JOINING, load)
                .whenComplete((beat, failure) -> heard(failure == null))
                .thenApply(beat -> answered(beat, running, load.held()))
                .thenCombine(extended, (next, done) -> next);
    }

    /** Ends what cannot be trusted to be ours any more. */
    void distrust() {
        long now = context.ticker().nanos();
        List<Held> distrusted = consumer.running().stream()
                .filter(stream -> !stream.trusted(now))
                .toList();
        consumer.disown(distrusted, "its lock could not be extended in time");
    }

    /** Hands everything over; completes when nothing is held any more. */
    CompletionStage<Void> leave() {
        if (phase == Phase.SUPERSEDED) {
            left.complete(null);
        } else if (phase != Phase.LEAVING && phase != Phase.LEFT) {
            phase = Phase.LEAVING;
            search.close();
            intake.close();
            consumer.leave();
            sayGoodbye();
        }
        return left;
    }

    private void heard(boolean answered) {
        if (answered && away) {
            consumer.reconnected();
        }
        away = !answered;
    }

    private Duration answered(Beat beat, List<Held> running, int had) {
        if (!(beat instanceof Registered registered)) {
            supersede();
            return context.settings().interval();
        }
        long unowned = registered.owners().stream()
                .filter(owner -> owner.kind() == Kind.NOBODY)
                .mapToLong(Owner::pending)
                .sum();
        context.events().observed(context.service(), held(), registered.waiting(), unowned);
        if (phase == Phase.JOINING) {
            phase = Phase.SERVING;
            LOG.infof(
                    "Consumer %s registered for stream service %s",
                    context.balancer().me(), context.service());
        }
        if (phase == Phase.SERVING) {
            serve(registered, running, had);
        }
        return registered
                .nextDeadline()
                .map(deadline -> min(deadline.plus(AFTER_DEADLINE), locks.due()))
                .orElse(locks.due());
    }

    private void supersede() {
        LOG.errorf(
                "Consumer id %s is used twice in stream service %s: another process has taken it; this one stops",
                context.balancer().me(), context.service());
        phase = Phase.SUPERSEDED;
        search.close();
        intake.close();
        consumer.disownAll("its consumer id was taken");
        context.balancer().close();
        left.complete(null);
    }

    private void serve(Registered registered, List<Held> running, int had) {
        if (registered.roomyPeers() > 0) {
            claims.giveBackTaken();
        }
        forwardDeadLetters();
        intake.open();
        if (looking) {
            lookDue = true;
            return;
        }
        looking = true;
        inventory
                .check(registered.owners(), running, had, intake.taking())
                .thenCompose(done -> search.look(registered))
                .whenComplete((done, failure) -> looked(failure));
    }

    private void looked(Throwable failure) {
        looking = false;
        if (failure == null) {
            failedLooks.ended();
        } else {
            claims.lookedInVain();
            LOG.debugf(failure, "Stream service %s looks later", context.service());
            failedLooks.failed(
                    failure,
                    why -> LOG.warnf(
                            "Stream service %s cannot look for what may be claimed: %s", context.service(), why));
        }
        if (lookDue) {
            lookDue = false;
            context.wake().run();
        }
        changed();
    }

    /** For nothing, as long as it has to be looked for what may be claimed: that goes before what is new. */
    private Load roomForNew() {
        Load load = consumer.load();
        return claims.outdated() ? new Load(load.held(), 0) : load;
    }

    private void taken(List<Entry> entries) {
        String me = context.balancer().me();
        entries.forEach(entry -> claims.taken(Candidate.taken(entry.id(), Reading.of(entry, context.decoder()), me)));
        claims.pump();
    }

    /** What another replica, or a lost answer, has left on its way. */
    private void forwardDeadLetters() {
        if (beats++ % FORWARD_BEATS == 0) {
            context.balancer().forwardDeadLetters().whenComplete((done, failure) -> forwarded(failure));
        }
    }

    private void forwarded(Throwable failure) {
        if (failure == null) {
            failedForwards.ended();
        } else {
            failedForwards.failed(
                    failure, why -> LOG.warnf("Dead letters of stream service %s wait: %s", context.service(), why));
        }
    }

    private void changed() {
        if (phase == Phase.LEAVING) {
            sayGoodbye();
        } else if (phase == Phase.SERVING) {
            claims.pump();
            if (claims.outdated() && claims.room() && !looking) {
                context.wake().run();
            }
            intake.pump();
        }
    }

    /** Gives up the place when nothing is left; if Redis cannot be told, the place runs out by itself. */
    private void sayGoodbye() {
        if (!consumer.idle() || intake.taking() || goodbye) {
            return;
        }
        goodbye = true;
        context.balancer().leave().whenComplete((done, failure) -> {
            phase = Phase.LEFT;
            context.balancer().close();
            LOG.infof("Consumer %s left stream service %s", context.balancer().me(), context.service());
            left.complete(null);
        });
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
