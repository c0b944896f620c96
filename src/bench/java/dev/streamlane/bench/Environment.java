package dev.streamlane.bench;

import dev.streamlane.bench.measure.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where and with what the benchmark runs. */
final class Environment {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Environment() {}

    /** Facts by name, in the order in which people look for them. */
    static Map<String, Object> of(Testbed bed) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cores", system.getAvailableProcessors());
        facts.put("processor", processor());
        facts.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
        facts.put("load-average", system.getSystemLoadAverage());
        facts.put("jdk", Runtime.version() + " " + System.getProperty("java.vm.name"));
        facts.put("service", bed.serviceName());
        facts.put("redis", bed.redisName());
        facts.put("redis-version", fact("redis_version", bed.info("server")));
        facts.put("redis-allocator", fact("mem_allocator", bed.info("memory")));
        return facts;
    }

    private static String processor() {
        try {
            return Files.exists(CPU_INFO) ? fact("model name\\s*", Files.readString(CPU_INFO)) : "unknown";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fact(String name, String text) {
        Matcher line =
                Pattern.compile(name + ":\\s*(.*?)\\s*$", Pattern.MULTILINE).matcher(text);
        return line.find() ? line.group(1) : "unknown";
    }
}
