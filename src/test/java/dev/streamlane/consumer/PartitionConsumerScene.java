package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.Lease;
import dev.streamlane.testing.ManualLoop;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One partition being consumed, on a loop and a log that the test drives. */
abstract class PartitionConsumerScene {
    static final Duration TRUST = Duration.ofSeconds(9);
    static final Duration AFTER_FAILURE = Duration.ofMillis(250);
    static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    static final int MAX_ATTEMPTS = 5;

    final Contexts contexts = new Contexts();
    final ManualLoop loop = new ManualLoop();
    final FakeLog log = new FakeLog(loop);
    final List<String> heard = new ArrayList<>();
    FakeInvoker processor = new FakeInvoker(1);
    Ordering ordering = Ordering.KEY;
    GroupContext context;
    PartitionConsumer consumer;

    void begin() {
        context = contexts.on(loop, processor);
        TopicSettings topic = new TopicSettings(1, 0, Overflow.REJECT, ordering, MAX_ATTEMPTS, 0);
        consumer = new PartitionConsumer(context, log, lease(), "0-0", topic, new PartitionListener() {
            @Override
            public void lost() {
                heard.add("lost");
            }

            @Override
            public void freed() {
                loop.execute(() -> {
                    context.slots().shared(1);
                    consumer.pump();
                });
            }

            @Override
            public void starting(PartitionConsumer starting) {}

            @Override
            public void closed(PartitionConsumer closed) {
                heard.add("closed");
            }
        });
        loop.execute(consumer::begin);
        loop.run();
    }

    Lease lease() {
        return new Lease(0, 77, loop.nanos() + TRUST.toNanos());
    }

    void renew(long pending) {
        consumer.renewed(lease(), new Renewal(Renewal.Status.RENEWED, pending, 0, 0, Duration.ZERO, Pause.NEVER));
        loop.run();
    }

    void keepRenewed(Duration time) {
        loop.advance(time.dividedBy(2));
        renew(0);
        loop.advance(time.minus(time.dividedBy(2)));
    }

    void compareTwice() {
        renew(1000);
        renew(1000);
    }

    CompletableFuture<Void> drain() {
        CompletableFuture<Void> drained = consumer.drain().toCompletableFuture();
        loop.run();
        return drained;
    }

    void add(String... ids) {
        for (String id : ids) {
            log.add(entry(id, null));
        }
    }

    /** The call whose answer is held back took effect, but its answer never comes. */
    void loseTheAnswerUnderWay() {
        log.loseHeldAnswer();
        loop.run();
    }

    void endAll(int count) {
        for (int i = 0; i < count; i++) {
            processor.running().get(0).done();
            loop.run();
        }
        Step last = log.lastStep();
        assertThat(last.running()).isEmpty();
    }
}
