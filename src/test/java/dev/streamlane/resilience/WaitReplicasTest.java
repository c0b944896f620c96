package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.streamlane.producer.EnqueueInterruptedException;
import dev.streamlane.producer.JobOutcome;
import dev.streamlane.producer.JobProducer;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.UnconfirmedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code streamlane.enqueue.wait-replicas} asks for more than there is. */
class WaitReplicasTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    @Test
    void G1_aJobThatNoReplicaOfRedisConfirmsMayHaveBeenEnqueuedAndIsProcessedIfItWas() {
        JobProducer producer = STAGE.producer(1);

        EnqueueInterruptedException failure = catchThrowableOfType(
                EnqueueInterruptedException.class, () -> producer.enqueueAndAwait(Stage.GROUP.topic(), NewJob.of("x")));

        assertThat(failure)
                .hasMessageContaining("1 may have been enqueued")
                .hasCauseInstanceOf(UnconfirmedException.class);
        JobOutcome outcome = failure.account().get(0);
        assertThat(outcome.status()).isEqualTo(JobOutcome.Status.UNKNOWN);
        STAGE.replica("a");
        STAGE.awaitFinished(List.of(outcome.id()));
    }
}
