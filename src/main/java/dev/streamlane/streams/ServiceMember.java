package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Beat;
import dev.streamlane.streams.LoadBalancer.Beat.Registered;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.Owner;
import dev.streamlane.streams.LoadBalancer.Owner.Kind;
import dev.streamlane.streams.LoadBalancer.Pending;
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
    private static final Duration AFTER_DEADLINE = Duration.ofMillis(5);

    /** When to look again for what was left for other replicas to claim. */
    private static final Duration AFTER_SHARE = Duration.ofMillis(100);

    /** Fewer are not worth being shared out. */
    private static final int MIN_SHARE = 8;

    private static final int PAGE = 500;

    /** How often to look for dead letters that are still on their way. */
    private static final int FORWARD_BEATS = 8;

    private final ServiceContext context;
    private final ServiceConsumer consumer;
    private final CandidateReader reader;
    private final Intake intake;
    private final Sweep sweep;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private Phase phase = Phase.JOINING;
    private boolean looking;
    private boolean lookDue;
    private boolean goodbye;
    private long beats;
    private Runnable cancelNextLook = () -> {};

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
        this.reader = new CandidateReader(context.decoder());
        this.sweep = new Sweep(context, reader);
        this.intake = new Intake(context, consumer::load, this::taken, this::changed);
    }

    Phase phase() {
        return phase;
    }

    /** How many streams this replica has. */
    int held() {
        return consumer.held().size();
    }

    /** The time after which the next beat is due; fails if Redis does not answer. */
    CompletionStage<Duration> beat() {
        if (goodbye || phase == Phase.SUPERSEDED) {
            return CompletableFuture.completedStage(context.settings().interval());
        }
        CompletionStage<Void> extended = extend();
        return context.balancer()
                .beat(phase == Phase.JOINING, consumer.load())
                .thenApply(this::answered)
                .thenCombine(extended, (next, done) -> next);
    }

    /** Ends what cannot be trusted to be ours any more. */
    void distrust() {
        long now = context.ticker().nanos();
        for (Held stream : consumer.held()) {
            if (!stream.trusted(now)) {
                consumer.disown(stream, "its lock could not be extended in time");
            }
        }
    }

    /** Hands everything over; completes when nothing is held any more. */
    CompletionStage<Void> leave() {
        if (phase == Phase.SUPERSEDED) {
            left.complete(null);
        } else if (phase != Phase.LEAVING && phase != Phase.LEFT) {
            phase = Phase.LEAVING;
            cancelNextLook.run();
            intake.close();
            consumer.leave();
            sayGoodbye();
        }
        return left;
    }

    /** Not the locks of what is being concluded: they are about to end, or to last for a back-off. */
    private CompletionStage<Void> extend() {
        List<Held> streams = consumer.held().stream()
                .filter(stream -> stream.state() != Held.State.CONCLUDING)
                .toList();
        if (streams.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        long trusted = context.ticker().nanos() + context.settings().trust().toNanos();
        return context.balancer()
                .extend(streams.stream().map(Held::hold).toList())
                .thenAccept(lost -> streams.forEach(stream -> {
                    if (lost.contains(stream.hold())) {
                        consumer.disown(stream, "its lock is gone, or somebody else's");
                    } else {
                        stream.trustUntil(trusted);
                    }
                }));
    }

    private Duration answered(Beat beat) {
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
            serve(registered);
        }
        return registered
                .nextDeadline()
                .map(deadline ->
                        min(deadline.plus(AFTER_DEADLINE), context.settings().interval()))
                .orElse(context.settings().interval());
    }

    private void supersede() {
        LOG.errorf(
                "Consumer id %s is used twice in stream service %s: another process has taken it; this one stops",
                context.balancer().me(), context.service());
        phase = Phase.SUPERSEDED;
        intake.close();
        consumer.disownAll("its consumer id was taken");
        context.balancer().close();
        left.complete(null);
    }

    private void serve(Registered registered) {
        if (registered.roomyPeers() > 0) {
            consumer.giveBackTaken();
        }
        forwardDeadLetters();
        intake.open();
        if (looking) {
            lookDue = true;
            return;
        }
        looking = true;
        disclaimUnknown(registered.owners())
                .thenCompose(done -> look(registered))
                .whenComplete((done, failure) -> looked(failure));
    }

    private void looked(Throwable failure) {
        looking = false;
        if (failure != null) {
            LOG.debugf("Stream service %s looks later: %s", context.service(), failure.getMessage());
        }
        if (lookDue) {
            lookDue = false;
            context.wake().run();
        }
    }

    /** What is pending under our name though we do not know of it: answers that were lost, or an earlier incarnation. */
    private CompletionStage<Void> disclaimUnknown(List<Owner> owners) {
        boolean more = owners.stream()
                .anyMatch(owner -> owner.kind() == Kind.ME
                        && owner.pending() > consumer.load().held());
        return more && !intake.taking() ? disclaimUnknown("0-0") : CompletableFuture.completedStage(null);
    }

    private CompletionStage<Void> disclaimUnknown(String after) {
        String me = context.balancer().me();
        return context.balancer().pending(me, after, PAGE).thenCompose(page -> {
            page.stream()
                    .map(Pending::entry)
                    .filter(entry -> !consumer.knows(entry.id()))
                    .forEach(entry -> context.balancer()
                            .disclaim(entry.id(), reader.read(entry, me, 0).name())
                            .exceptionally(unavailable -> null));
            return page.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : disclaimUnknown(page.get(page.size() - 1).entry().id());
        });
    }

    private void taken(List<Entry> entries) {
        entries.forEach(
                entry -> consumer.taken(reader.read(entry, context.balancer().me(), 0)));
        consumer.pump();
    }

    private CompletionStage<Void> look(Registered registered) {
        return sweep.look(registered.owners()).thenAccept(found -> {
            if (phase == Phase.SERVING) {
                List<Candidate> sorted = found.candidates().stream()
                        .filter(consumer::claimable)
                        .sorted(Candidate.ORDER)
                        .toList();
                int share = share(sorted.size(), registered.roomyPeers());
                consumer.found(sorted.subList(0, share));
                lookAgain(share < sorted.size() && consumer.room() ? min(AFTER_SHARE, found.next()) : found.next());
            }
        });
    }

    /** How many of those that may be claimed this replica claims at once, so that others with room get theirs. */
    private static int share(int claimable, int roomyPeers) {
        int equal = (claimable + roomyPeers) / (roomyPeers + 1);
        return Math.min(claimable, Math.max(MIN_SHARE, equal));
    }

    /** By one more beat, which also tells who has died meanwhile. */
    private void lookAgain(Duration after) {
        cancelNextLook.run();
        cancelNextLook = after.compareTo(context.settings().interval()) < 0
                ? context.timers().schedule(after.plus(AFTER_DEADLINE), context.wake())
                : () -> {};
    }

    /** Also what another replica, or a lost answer, has left on its way. */
    private void forwardDeadLetters() {
        if (beats++ % FORWARD_BEATS == 0) {
            context.balancer().forwardDeadLetters().exceptionally(failure -> {
                LOG.warnf("Dead letters of stream service %s wait: %s", context.service(), failure.getMessage());
                return null;
            });
        }
    }

    private void changed() {
        if (phase == Phase.LEAVING) {
            sayGoodbye();
        } else if (phase == Phase.SERVING) {
            consumer.pump();
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
