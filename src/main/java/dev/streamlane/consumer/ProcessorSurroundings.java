package dev.streamlane.consumer;

import dev.streamlane.job.BatchJobProcessor;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.job.ReactiveJobProcessor;

/**
 * Puts something around the application's processors, such as a span around each call. It does so once, at the start: where
 * there is nothing to put, jobs cost nothing.
 */
public interface ProcessorSurroundings {
    /** Nothing around. */
    ProcessorSurroundings NONE = new ProcessorSurroundings() {};

    default JobProcessor<Object> around(JobProcessor<Object> processor) {
        return processor;
    }

    /** The processor is called, and its {@code Uni} subscribed to, on a Vert.x context that is the attempt's own. */
    default ReactiveJobProcessor<Object> around(ReactiveJobProcessor<Object> processor) {
        return processor;
    }

    /** A batch that fails goes through the processor once more job by job. */
    default BatchJobProcessor<Object> around(BatchJobProcessor<Object> processor) {
        return processor;
    }
}
