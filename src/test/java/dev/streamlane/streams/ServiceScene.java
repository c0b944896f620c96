package dev.streamlane.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.job.AssignedStream;
import dev.streamlane.testing.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Replicas of one stream service on one clock, with processors that end when the test says so. */
final class ServiceScene {
    static final Duration TTL = Duration.ofSeconds(4);
    static final Duration TICK = TTL.dividedBy(3);

    final ManualLoop loop = new ManualLoop();
    final FakeLbs lbs = new FakeLbs(loop);
    private final List<Node> nodes = new ArrayList<>();
    private final int maxAttempts;

    ServiceScene(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    /** A replica. */
    final class Node {
        final String name;
        final FakeBalancer balancer;
        final ServiceMember member;
        final Map<String, Running> running = new LinkedHashMap<>();
        final List<String> started = new ArrayList<>();
        private boolean stopped;
        private boolean beating;
        private boolean again;
        private Runnable cancelNext = () -> {};

        Node(String name, String incarnation, int max) {
            this.name = name;
            this.balancer = lbs.view("redis-consumer-" + name, incarnation, TTL);
            StreamSettings settings = new StreamSettings(
                    max,
                    TTL,
                    maxAttempts,
                    Duration.ofMillis(500),
                    1000,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(5));
            this.member = new ServiceMember(new ServiceContext(
                    "orders",
                    settings,
                    loop,
                    loop,
                    loop,
                    balancer,
                    null,
                    new AssignmentDecoder(new ObjectMapper(), settings.maxInfo()),
                    this::begin,
                    Runnable::run,
                    new RetryPolicy(settings.initialBackoff(), settings.maxBackoff(), () -> 1),
                    StreamEvents.NONE,
                    this::beat));
            lbs.listeners.add(this::beat);
        }

        /** Its processor of a stream ends. */
        void ends(String stream, Outcome outcome) {
            running.remove(stream).ended.accept(outcome);
            loop.run();
        }

        void returns(String stream) {
            ends(stream, Outcome.DONE);
        }

        void fails(String stream) {
            ends(stream, new Outcome.Failed("boom"));
        }

        /** Its processor of a stream saves a checkpoint. */
        void checkpoint(String stream, String position) {
            AssignedStream saving = running.get(stream).stream;
            CompletableFuture<Void> saved = CompletableFuture.runAsync(() -> saving.checkpoint(position));
            while (!saved.isDone()) {
                loop.run();
                Thread.onSpinWait();
            }
            saved.join();
        }

        CompletionStage<Void> leave() {
            CompletionStage<Void> left = member.leave();
            loop.run();
            return left;
        }

        /** Nothing of it happens any more. */
        void kill() {
            stopped = true;
            balancer.cut = true;
            cancelNext.run();
        }

        boolean stopped() {
            return stopped;
        }

        void beat() {
            if (beating) {
                again = true;
            } else if (!stopped) {
                beating = true;
                cancelNext.run();
                loop.execute(() -> member.beat().whenComplete((next, failure) -> {
                    beating = false;
                    Duration wait = failure == null ? next : Duration.ofMillis(250);
                    if (!stopped) {
                        cancelNext = loop.schedule(again ? Duration.ZERO : wait, this::beat);
                    }
                    again = false;
                }));
            }
        }

        private Invocation begin(AssignedStream stream, Consumer<Outcome> ended) {
            Running process = new Running(stream, ended);
            running.put(stream.name(), process);
            started.add(stream.name());
            return () -> process.interrupted = true;
        }
    }

    /** A processor at work. */
    static final class Running {
        final AssignedStream stream;
        private final Consumer<Outcome> ended;
        boolean interrupted;

        Running(AssignedStream stream, Consumer<Outcome> ended) {
            this.stream = stream;
            this.ended = ended;
        }
    }

    Node node(String name, int max) {
        return node(name, name + "-1", max);
    }

    Node node(String name, String incarnation, int max) {
        Node node = new Node(name, incarnation, max);
        nodes.add(node);
        node.beat();
        loop.run();
        return node;
    }

    void pass(Duration time) {
        loop.advance(time);
        for (Node node : nodes) {
            if (!node.stopped) {
                node.member.distrust();
            }
        }
        loop.run();
    }
}
