package dev.streamlane.consumer;

import dev.streamlane.testing.ManualLoop;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One partition in memory, for one owner. Calls take effect at once; their answers come on the loop, unless the test holds
 * them back, loses them, or takes the lease away.
 */
final class FakeLog implements PartitionLog {
    /** Not delivered yet. */
    final Deque<Entry> stream = new ArrayDeque<>();

    /** Delivered and not acknowledged, in ID order. */
    final TreeMap<String, Pending> pending = new TreeMap<>(FakeLog::compare);

    /** Used attempts by entry, as the steps reported them. */
    final Map<String, Integer> attempts = new LinkedHashMap<>();

    final List<Step> steps = new ArrayList<>();
    final List<String> acked = new ArrayList<>();
    final List<DeadLetter> dead = new ArrayList<>();

    /** All calls by name, in order. */
    final List<String> calls = new ArrayList<>();

    /** The group is paused. */
    boolean paused;

    /** The lease is somebody else's. */
    boolean lost;

    /** Nothing reaches Redis. */
    boolean down;

    /** The same for burials only. */
    boolean burialsDown;

    /** So many answers of steps and adoptions get lost, though the calls take effect. */
    int answersToLose;

    /** Answers wait for {@link #answer}. */
    boolean holdAnswers;

    boolean closed;

    /** Thrown by the next step, if set. */
    RuntimeException bug;

    private final ManualLoop loop;
    private final Deque<HeldAnswer> held = new ArrayDeque<>();
    private CompletableFuture<Boolean> waiting;
    private String waitsAfter;
    private String lastDelivered = "0-0";
    private Step started;

    /**
     * The same partition for the next owner.
     *
     * @param crashed whether the owner before ended without a release: what it had started is charged an attempt then
     */
    FakeLog successor(boolean crashed) {
        FakeLog next = new FakeLog(loop);
        next.stream.addAll(stream);
        next.attempts.putAll(attempts);
        next.acked.addAll(acked);
        next.dead.addAll(dead);
        next.lastDelivered = lastDelivered;
        boolean alone = started != null && started.alone() != null;
        pending.forEach((id, left) -> {
            boolean charged = crashed && started != null && started.running().contains(id);
            int used = attempts.getOrDefault(id, left.attempts()) + (charged ? 1 : 0);
            next.attempts.put(id, used);
            next.pending.put(id, new Pending(left.entry(), used, charged && !alone, Duration.ZERO));
        });
        return next;
    }

    private record HeldAnswer(Runnable complete, Runnable lose) {}

    FakeLog(ManualLoop loop) {
        this.loop = loop;
    }

    /** Enqueues an entry. */
    void add(Entry entry) {
        stream.add(entry);
        if (waiting != null && compare(entry.id(), waitsAfter) > 0) {
            CompletableFuture<Boolean> ended = waiting;
            waiting = null;
            loop.execute(() -> ended.complete(true));
        }
    }

    /** An entry that an earlier owner left pending. */
    void leavePending(Entry entry, int attempts, boolean ownerLost, Duration idle) {
        pending.put(entry.id(), new Pending(entry, attempts, ownerLost, idle));
        lastDelivered = entry.id();
    }

    /** Lets the next answer come that was held back. */
    void answer() {
        held.remove().complete.run();
        loop.run();
    }

    /** Loses the next answer that was held back, though its call took effect. */
    void loseHeldAnswer() {
        held.remove().lose.run();
        loop.run();
    }

    /** Lets all answers come, also those to come. */
    void answerAll() {
        holdAnswers = false;
        while (!held.isEmpty()) {
            answer();
        }
    }

    Step lastStep() {
        return steps.get(steps.size() - 1);
    }

    String lastDelivered() {
        return lastDelivered;
    }

    boolean waits() {
        return waiting != null;
    }

    String waitsAfter() {
        return waitsAfter;
    }

    /** Ends the wait for new entries without one. */
    void waitInVain() {
        CompletableFuture<Boolean> ended = waiting;
        waiting = null;
        loop.execute(() -> ended.complete(false));
        loop.run();
    }

    @Override
    public CompletionStage<StepReply> step(Step step) {
        calls.add("step");
        if (bug != null) {
            throw bug;
        }
        steps.add(step);
        return reply(() -> {
            if (lost) {
                return new StepReply.Lost();
            }
            started = paused ? withoutNew(step) : step;
            step.acked().forEach(id -> {
                acked.add(id);
                pending.remove(id);
                attempts.remove(id);
            });
            attempts.putAll(step.failed());
            List<Entry> bodies = step.bodies().stream()
                    .filter(pending::containsKey)
                    .map(id -> pending.get(id).entry())
                    .toList();
            List<Entry> read = new ArrayList<>();
            while (read.size() < step.read() && !stream.isEmpty()) {
                Entry entry = stream.remove();
                read.add(entry);
                pending.put(entry.id(), new Pending(entry, 0, false, Duration.ZERO));
                lastDelivered = entry.id();
            }
            return new StepReply.Taken(bodies, read, paused);
        });
    }

    @Override
    public CompletionStage<AdoptReply> adopt(String after, int count) {
        calls.add("adopt");
        return reply(() -> {
            if (lost) {
                return new AdoptReply.Lost();
            }
            List<Pending> page =
                    pending.tailMap(after, false).values().stream().limit(count).toList();
            boolean more = pending.tailMap(after, false).size() > page.size();
            return new AdoptReply.Adopted(
                    page, more ? page.get(page.size() - 1).entry().id() : null);
        });
    }

    @Override
    public CompletionStage<Boolean> bury(DeadLetter letter) {
        calls.add("bury");
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        loop.execute(() -> {
            if (down || burialsDown) {
                answer.completeExceptionally(new StoreUnavailableException("no answer", null));
            } else if (lost) {
                answer.complete(false);
            } else {
                dead.add(letter);
                pending.remove(letter.entryId());
                answer.complete(true);
            }
        });
        return answer;
    }

    @Override
    public CompletionStage<Void> forwardDeadLetters() {
        calls.add("forward");
        return down
                ? CompletableFuture.failedFuture(new StoreUnavailableException("no answer", null))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> arrival(String after, Duration limit) {
        calls.add("arrival");
        if (down) {
            return CompletableFuture.failedFuture(new StoreUnavailableException("no answer", null));
        }
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        boolean there =
                compare(lastDelivered, after) > 0 || stream.stream().anyMatch(entry -> compare(entry.id(), after) > 0);
        if (there) {
            loop.execute(() -> answer.complete(true));
        } else {
            waiting = answer;
            waitsAfter = after;
        }
        return answer;
    }

    @Override
    public void close() {
        closed = true;
        if (waiting != null) {
            waiting.completeExceptionally(new StoreUnavailableException("closed", null));
            waiting = null;
        }
    }

    private Step withoutNew(Step step) {
        List<String> running = step.running().stream()
                .filter(id -> started != null && started.running().contains(id))
                .toList();
        return new Step(step.acked(), step.failed(), running, step.alone(), step.bodies(), step.read());
    }

    private <T> CompletionStage<T> reply(Supplier<T> effect) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean unreachable = down;
        T result = unreachable ? null : effect.get();
        boolean loseIt = !unreachable && answersToLose > 0;
        answersToLose -= loseIt ? 1 : 0;
        Runnable complete = () -> {
            if (unreachable || loseIt) {
                answer.completeExceptionally(new StoreUnavailableException("no answer", null));
            } else {
                answer.complete(result);
            }
        };
        if (holdAnswers) {
            held.add(new HeldAnswer(
                    complete, () -> answer.completeExceptionally(new StoreUnavailableException("no answer", null))));
        } else {
            loop.execute(complete);
        }
        return answer;
    }

    private static int compare(String a, String b) {
        String[] left = a.split("-", 2);
        String[] right = b.split("-", 2);
        int millis = Long.compare(Long.parseLong(left[0]), Long.parseLong(right[0]));
        return millis != 0 ? millis : Long.compare(Long.parseLong(left[1]), Long.parseLong(right[1]));
    }
}
