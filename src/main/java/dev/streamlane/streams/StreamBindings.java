package dev.streamlane.streams;

import dev.streamlane.job.StreamProcessor;
import dev.streamlane.job.StreamService;
import dev.streamlane.topic.Names;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the application's stream processor beans. */
@ApplicationScoped
class StreamBindings {
    private final Map<String, StreamProcessor> processors = new LinkedHashMap<>();

    /** @throws IllegalStateException if a processor names no legal service, or shares its service with another one */
    StreamBindings(@Any Instance<StreamProcessor> beans) {
        for (Instance.Handle<StreamProcessor> handle : beans.handles()) {
            Class<?> type = handle.getBean().getBeanClass();
            StreamService service = type.getAnnotation(StreamService.class);
            if (service == null) {
                throw new IllegalStateException(
                        type.getName() + " processes streams but has no @StreamService that says whose");
            }
            String name = Names.require("stream service of " + type.getName(), service.value());
            if (processors.put(name, handle.get()) != null) {
                throw new IllegalStateException(
                        "two processors share stream service " + name + "; one is " + type.getName());
            }
        }
    }

    /** All processors by their service. */
    Map<String, StreamProcessor> all() {
        return Collections.unmodifiableMap(processors);
    }
}
