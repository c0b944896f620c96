package dev.streamlane.producer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stands around each call that enqueues jobs or adds a stream, such as a span. Called on the thread of whoever calls. */
public interface EnqueueSurroundings {
    /** Nothing around. */
    EnqueueSurroundings NONE = new EnqueueSurroundings() {};

    /**
     * Around jobs.
     *
     * @param jobs as they were given, not checked yet
     * @param enqueue enqueues them, and may throw; takes headers that go along with each job that has none of these names
     *     and still room for them
     */
    default CompletionStage<List<Enqueued>> jobs(
            String topic, List<NewJob> jobs, Function<Map<String, String>, CompletionStage<List<Enqueued>>> enqueue) {
        return enqueue.apply(Map.of());
    }

    /**
     * Around a stream.
     *
     * @param add adds it to the service, and completes with its entry ID; may throw
     */
    default CompletionStage<String> stream(String service, Supplier<CompletionStage<String>> add) {
        return add.get();
    }
}
