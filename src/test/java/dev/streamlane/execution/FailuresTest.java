package dev.streamlane.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.job.DiscardJobException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void anyExceptionIsAFailureThatMayBeRetried() {
        assertThat(Failures.outcome(new IOException("no route")))
                .isEqualTo(new Outcome.Failed("java.io.IOException: no route"));
        assertThat(Failures.outcome(new StackOverflowError()))
                .isEqualTo(new Outcome.Failed("java.lang.StackOverflowError"));
    }

    @Test
    void aDiscardedJobIsNotRetried() {
        assertThat(Failures.outcome(new DiscardJobException("no such user")))
                .isEqualTo(new Outcome.Discarded("dev.streamlane.job.DiscardJobException: no such user"));
    }

    @Test
    void theCauseIsNamedToo() {
        assertThat(Failures.describe(new IllegalStateException("mail failed", new IOException("no route"))))
                .isEqualTo("java.lang.IllegalStateException: mail failed caused by java.io.IOException: no route");
    }

    @Test
    void G8_aLongMessageIsCut() {
        String text = Failures.describe(new IllegalStateException("x".repeat(100_000)));

        assertThat(text).hasSize(Failures.MAX_ERROR).startsWith("java.lang.IllegalStateException: xxx");
    }
}
