package dev.streamlane.consumer;

import static dev.streamlane.consumer.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.job.DiscardJobException;
import dev.streamlane.job.ReactiveJobProcessor;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.subscription.UniSubscriber;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReactiveInvokerTest {
    private final Outcomes outcomes = new Outcomes(1);
    private final AtomicReference<UniEmitter<? super Void>> emitter = new AtomicReference<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @AfterEach
    void forgetTheJob() {
        MDC.clear(); // Here it is bound to the thread, for there is no context of its own.
    }

    @Test
    void isDoneWhenTheUniCompletes() {
        invoke(this::work);
        assertThat(outcomes.now()).isEmpty();

        emitter.get().complete(null);

        assertThat(outcomes.now()).containsExactly(Outcome.DONE);
    }

    @Test
    void isDoneWhenTheUniHasCompletedAlready() {
        invoke(job -> Uni.createFrom().voidItem());

        assertThat(outcomes.now()).containsExactly(Outcome.DONE);
    }

    @Test
    void failsWhenTheUniFails() {
        invoke(this::work);

        emitter.get().fail(new IllegalStateException("bad job"));

        assertThat(outcomes.now()).containsExactly(new Outcome.Failed("java.lang.IllegalStateException: bad job"));
    }

    @Test
    void isDiscardedWhenTheUniSaysSo() {
        invoke(job -> Uni.createFrom().failure(new DiscardJobException("never")));

        assertThat(outcomes.now())
                .containsExactly(new Outcome.Discarded("dev.streamlane.job.DiscardJobException: never"));
    }

    @Test
    void failsWhenTheProcessorThrowsInsteadOfAnswering() {
        invoke(job -> {
            throw new IllegalStateException("bad job");
        });

        assertThat(outcomes.now()).containsExactly(new Outcome.Failed("java.lang.IllegalStateException: bad job"));
    }

    @Test
    void failsWhenTheProcessorReturnsNothing() {
        invoke(job -> null);

        assertThat(outcomes.now())
                .containsExactly(new Outcome.Failed("java.lang.IllegalStateException: the processor returned null"));
    }

    @Test
    void cancelsTheWorkWhenItIsInterrupted() {
        Invocation invocation = invoke(this::work);

        invocation.interrupt();

        assertThat(cancelled).isTrue();
        assertThat(outcomes.now())
                .containsExactly(
                        new Outcome.Failed("java.util.concurrent.CancellationException: the attempt was cancelled"));
    }

    @Test
    void cancelsWorkThatBeginsAfterItWasInterrupted() {
        AtomicReference<Runnable> begin = new AtomicReference<>();
        Invocation invocation = invoke(job -> work(job).runSubscriptionOn(begin::set));

        invocation.interrupt();
        begin.get().run();

        assertThat(cancelled).isTrue();
        assertThat(outcomes.now()).hasSize(1);
    }

    @Test
    void anInterruptIsOverEvenIfWhatTheProcessorDoesThenFails() {
        Invocation invocation = invoke(job -> Uni.createFrom()
                .<Void>emitter(created -> created.onTermination(() -> {
                    throw new IllegalStateException("bad clean-up");
                })));

        assertThatCode(invocation::interrupt).doesNotThrowAnyException();

        assertThat(outcomes.now()).hasSize(1);
    }

    @Test
    void endsOnceIfTheUniThrowsAfterItHasCompleted() {
        invoke(job -> new AbstractUni<>() {
            @Override
            public void subscribe(UniSubscriber<? super Void> subscriber) {
                subscriber.onSubscribe(() -> {});
                subscriber.onItem(null);
                throw new IllegalStateException("bad operator");
            }
        });

        assertThat(outcomes.now()).containsExactly(Outcome.DONE);
    }

    @Test
    void endsOnceWhateverComesAfterwards() {
        Invocation invocation = invoke(this::work);
        emitter.get().complete(null);

        invocation.interrupt();
        invocation.interrupt();

        assertThat(outcomes.now()).containsExactly(Outcome.DONE);
    }

    private Uni<Void> work(Object job) {
        return Uni.createFrom().<Void>emitter(created -> {
            emitter.set(created);
            created.onTermination(() -> cancelled.set(true));
        });
    }

    private Invocation invoke(ReactiveJobProcessor<Object> processor) {
        return new ReactiveInvoker(processor).invoke(List.of(job("1-0")), outcomes);
    }
}
