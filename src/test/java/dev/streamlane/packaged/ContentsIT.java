package dev.streamlane.packaged;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the package of this build, or went into its native executable. */
class ContentsIT {
    private static final Set<Path> JARS = new HashSet<>();
    private static final Set<String> ENTRIES = new HashSet<>();
    private static final Set<String> REGISTERED = new HashSet<>();
    private static final String REGISTRATION = "io/quarkus/runtime/annotations/RegisterForReflection;";
    private static final String NATIVE = "META-INF/native-image/dev.streamlane/streamlane/";
    private static final Path REFLECTION = Path.of("src/main/resources", NATIVE, "reflect-config.json");

    @BeforeAll
    static void look() throws IOException {
        try (Stream<Path> files = Files.walk(Artifact.ofThisBuild().classPath())) {
            files.filter(file -> file.toString().endsWith(".jar")).forEach(JARS::add);
        }
        assertThat(JARS).as("jars").hasSizeGreaterThan(100);
        for (Path jar : JARS) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                    ENTRIES.add(entry.getName());
                    if (entry.getName().startsWith("dev/streamlane/")
                            && text(file, entry).contains(REGISTRATION)) {
                        REGISTERED.add(entry.getName());
                    }
                }
            }
        }
    }

    @Test
    void bringsNoRedisAndNothingElseOfDevelopmentAndTests() {
        assertThat(JARS)
                .extracting(jar -> jar.getFileName().toString())
                .noneMatch(
                        name -> name.matches(".*(embedded-redis|testcontainers|docker-java|jna|junit|awaitility).*"));
        assertThat(ENTRIES.stream()
                        .filter(entry -> entry.matches("(.*redis-server.*|(org/testcontainers|redis/embedded)/.*)")))
                .isEmpty();
    }

    @Test
    void hasNoBeanOfTheExamplesAndOfDevelopment() {
        assertThat(beans("rest")).contains("JobsResource_Bean");
        assertThat(beans("devmode")).isEmpty();
        // The configuration's bean is there wherever its interface is.
        assertThat(beans("demo")).allMatch(bean -> bean.startsWith("DemoConfig_"));
    }

    /** They are registered by ourselves, on condition that their beans are in. */
    @Test
    void keepsNothingOfTheExamplesForReflection() throws IOException {
        assertThat(REGISTERED)
                .contains("dev/streamlane/rest/FieldError.class")
                .noneMatch(name -> name.startsWith("dev/streamlane/demo/"));
        for (JsonNode type : new ObjectMapper().readTree(REFLECTION.toFile())) {
            assertThat(type.path("name").asText()).startsWith("dev.streamlane.demo.");
            String bean = type.path("condition").path("typeReachable").asText();
            assertThat(Path.of("src/main/java", bean.replace('.', '/') + ".java"))
                    .content()
                    .contains("@IfBuildProperty(name = \"streamlane.demo.enabled\"");
        }
    }

    @Test
    void describesItsApiOnDemand() {
        assertThat(ENTRIES).contains("io/quarkus/smallrye/openapi/runtime/OpenApiDocumentService_Subclass.class");
    }

    @Test
    void bringsEveryScriptAndTheRuleThatTakesThemIntoANativeExecutable() throws IOException {
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/lua"))) {
            assertThat(ENTRIES)
                    .containsAll(
                            scripts.map(script -> "lua/" + script.getFileName()).collect(toSet()));
        }
        assertThat(ENTRIES)
                .contains(
                        NATIVE + "native-image.properties",
                        NATIVE + "resource-config.json",
                        NATIVE + "reflect-config.json");
    }

    private static String text(JarFile file, JarEntry entry) throws IOException {
        try (InputStream bytes = file.getInputStream(entry)) {
            return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static List<String> beans(String feature) {
        Pattern bean = Pattern.compile("dev/streamlane/" + feature + "/(.+_Bean)\\.class");
        return ENTRIES.stream()
                .map(bean::matcher)
                .filter(Matcher::matches)
                .map(name -> name.group(1))
                .toList();
    }
}
