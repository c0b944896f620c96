package dev.streamlane.streams;

import dev.streamlane.execution.Failures;
import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.execution.ThreadInvocation;
import dev.streamlane.job.AssignedStream;
import dev.streamlane.job.StreamProcessor;
import dev.streamlane.logging.LogFields;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Calls a stream processor. */
interface StreamInvoker {
    /**
     * Begins to process a stream and does not wait for it.
     *
     * @param ended hears of the outcome once, from any thread, not before the processor has returned
     */
    Invocation invoke(AssignedStream stream, Consumer<Outcome> ended);

    /** Calls {@code processor} on threads that may block; each call takes one at once. */
    static StreamInvoker on(Executor threads, StreamProcessor processor) {
        return (stream, ended) -> {
            Map<String, String> fields = StreamFields.of(stream.service(), stream.name(), stream.attempt());
            ThreadInvocation invocation = new ThreadInvocation(
                    () -> ended.accept(LogFields.during(fields, () -> process(processor, stream))),
                    () -> ended.accept(Failures.NOT_BEGUN));
            try {
                threads.execute(invocation);
            } catch (Throwable e) { // Errors too: the system may have no thread left.
                ended.accept(Failures.outcome(e));
            }
            return invocation;
        };
    }

    private static Outcome process(StreamProcessor processor, AssignedStream stream) {
        try {
            processor.process(stream);
            return Outcome.DONE;
        } catch (Throwable e) {
            return Failures.outcome(e);
        }
    }
}
