package dev.streamlane.bench.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Results as machines read them: one flat JSON object. {@code <name>} is the median, {@code <name>.min} and {@code <name>.max}
 * what they say; what is known of the machine is under {@code environment.<name>}.
 */
public record ResultsFile(Path path) {
    /** Writes them, in place of earlier ones. */
    public void write(Map<String, Object> environment, Results results) throws IOException {
        Map<String, Object> flat = new LinkedHashMap<>();
        environment.forEach((name, fact) -> flat.put("environment." + name, fact));
        results.all().forEach((name, values) -> {
            flat.put(name, values.median());
            flat.put(name + ".min", values.min());
            flat.put(name + ".max", values.max());
        });
        Files.createDirectories(path.getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(path.toFile(), flat);
    }
}
