package dev.streamlane.consumer;

import dev.streamlane.execution.ProcessorThreads;
import dev.streamlane.job.BatchJobProcessor;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.job.JobTopic;
import dev.streamlane.job.ReactiveJobProcessor;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.Names;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Finds the application's processor beans. */
@ApplicationScoped
class ProcessorBindings {
    private static final Logger LOG = Logger.getLogger(ProcessorBindings.class);

    private final Map<GroupId, ProcessorBinding> bindings = new LinkedHashMap<>();
    private final Map<GroupId, Class<?>> processors = new HashMap<>();
    private final String defaultGroup;

    /**
     * @throws IllegalStateException if a processor has no legal topic or group, no payload type or one that cannot be read,
     *     or shares its group with another one
     */
    @SuppressWarnings("unchecked") // The payload is decoded into the very type that the bean was declared with.
    ProcessorBindings(
            @Any Instance<JobProcessor<?>> blocking,
            @Any Instance<ReactiveJobProcessor<?>> reactive,
            @Any Instance<BatchJobProcessor<?>> batch,
            ConsumerSettings settings,
            ProcessorThreads threads,
            ProcessorSurroundings surroundings) {
        this.defaultGroup = settings.defaultGroup();
        int shared = settings.concurrencySharingThreads();
        bind(
                blocking,
                JobProcessor.class,
                settings.concurrencyOnThreads(),
                bean -> new BlockingInvoker(surroundings.around((JobProcessor<Object>) bean), threads));
        bind(
                reactive,
                ReactiveJobProcessor.class,
                shared,
                bean -> new ReactiveInvoker(surroundings.around((ReactiveJobProcessor<Object>) bean)));
        bind(
                batch,
                BatchJobProcessor.class,
                shared,
                bean -> new BatchInvoker(
                        surroundings.around((BatchJobProcessor<Object>) bean),
                        Math.min(settings.batchSize(), shared),
                        threads));
        if (bindings.isEmpty()) {
            LOG.info("No processor bean: this replica enqueues and answers, but consumes no topic");
        }
    }

    /** All processors, one for each group. */
    Collection<ProcessorBinding> all() {
        return bindings.values();
    }

    private <T> void bind(
            Instance<? extends T> beans, Class<?> contract, int concurrency, Function<T, Invoker> invoker) {
        for (Instance.Handle<? extends T> handle : beans.handles()) {
            Class<?> type = handle.getBean().getBeanClass();
            JobTopic topic = type.getAnnotation(JobTopic.class);
            if (topic == null) {
                throw new IllegalStateException(
                        type.getName() + " processes jobs but has no @JobTopic that says whose");
            }
            GroupId group = new GroupId(
                    Names.require("topic of " + type.getName(), topic.value()),
                    Names.require(
                            "group of " + type.getName(), topic.group().isEmpty() ? defaultGroup : topic.group()));
            Type payload = payloadType(handle.getBean().getTypes(), contract, type);
            requireReadable(payload, type);
            ProcessorBinding binding = new ProcessorBinding(group, payload, invoker.apply(handle.get()), concurrency);
            bindings.put(group, binding);
            Class<?> other = processors.put(group, type);
            if (other != null) {
                throw new IllegalStateException("two processors share topic and group " + group + ": " + other.getName()
                        + " and " + type.getName());
            }
        }
    }

    private static Type payloadType(Collection<Type> types, Class<?> contract, Class<?> bean) {
        return types.stream()
                .filter(type -> type instanceof ParameterizedType generic && generic.getRawType() == contract)
                .map(type -> ((ParameterizedType) type).getActualTypeArguments()[0])
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        bean.getName() + " must name its payload type, as in " + contract.getSimpleName() + "<Email>"));
    }

    /** Only in a native executable has a record no constructor: one that was not told of. Each of its jobs would be dead. */
    private static void requireReadable(Type payload, Class<?> bean) {
        if (payload instanceof Class<?> type && type.isRecord() && type.getDeclaredConstructors().length == 0) {
            throw new IllegalStateException(type.getName() + ", the payload of " + bean.getName()
                    + ", cannot be read in a native executable: it needs @RegisterForReflection");
        }
    }
}
