package dev.streamlane;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.buffer.Buffer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may know which, and what nobody may do. The reasons are in {@code docs/decisions.md}. */
class ArchitectureTest {
    private static final String ROOT = "dev.streamlane.";
    private static final int MAX_LINES = 300;
    private static final Pattern CONFLICT = Pattern.compile("^(<{7} |={7}$|>{7} )");
    private static final Set<String> NOT_OURS = Set.of(".git", "target");

    /** What reads a clock, makes randomness or waits, by owner; an empty list means all of its methods. */
    private static final Map<String, List<String>> AMBIENT = Map.ofEntries(
            Map.entry("java.lang.System", List.of("nanoTime", "currentTimeMillis")),
            Map.entry("java.lang.Math", List.of("random")),
            Map.entry("java.lang.Thread", List.of("sleep")),
            Map.entry("java.util.concurrent.TimeUnit", List.of("sleep")),
            Map.entry("java.util.UUID", List.of("randomUUID")),
            Map.entry("java.util.concurrent.ThreadLocalRandom", List.of()),
            Map.entry("java.util.Random", List.of(JavaConstructor.CONSTRUCTOR_NAME)),
            Map.entry("java.security.SecureRandom", List.of(JavaConstructor.CONSTRUCTOR_NAME)),
            Map.entry("java.util.Date", List.of(JavaConstructor.CONSTRUCTOR_NAME)),
            Map.entry("java.time.Clock", List.of("systemUTC", "systemDefaultZone", "system", "tickMillis")),
            Map.entry("java.time.Instant", List.of("now")),
            Map.entry("java.time.LocalDate", List.of("now")),
            Map.entry("java.time.LocalTime", List.of("now")),
            Map.entry("java.time.LocalDateTime", List.of("now")),
            Map.entry("java.time.OffsetDateTime", List.of("now")),
            Map.entry("java.time.ZonedDateTime", List.of("now")));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.streamlane");
        assertThat(classes).as("classes of the application").hasSizeGreaterThan(100);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"partition", "topic"})
    void decisionsKnowOnlyThePlatform(String feature) {
        check(classes()
                .that()
                .resideInAPackage(ROOT + feature + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + feature + ".."));
    }

    @ParameterizedTest(name = "{0} may know {1}")
    @CsvSource({
        "job,          job",
        "coordination, coordination partition topic",
        "execution,    execution job",
        "logging,      logging execution",
        "group,        group coordination partition topic streams",
        "removal,      removal group partition topic",
        "producer,     producer partition topic job streams",
        "permit,       permit execution partition coordination topic",
        "consumer,     consumer execution logging partition topic job coordination permit",
        "streams,      streams execution logging topic job coordination",
        "deadletter,   deadletter partition topic producer streams",
        "stats,        stats partition coordination consumer streams",
        "devmode,      devmode",
        "demo,         demo job producer topic streams stats logging",
        "schedule,     schedule partition topic coordination producer",
        "config,       config schedule execution partition topic job coordination producer permit consumer streams stats deadletter removal",
        "redis,        redis config schedule execution partition topic job coordination producer permit consumer streams group deadletter removal",
        "rest,         rest config schedule logging partition topic coordination producer consumer streams stats group deadletter removal",
        "security,     security config logging topic",
        "observability, observability config schedule partition topic coordination producer consumer streams deadletter",
        "tracing,      tracing partition job coordination producer consumer"
    })
    void packagesKnowOnlyWhatTheyBuildOn(String feature, String known) {
        Set<String> allowed = Set.of(known.split(" "));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + feature + "..")
                .should()
                .dependOnClassesThat(describe("are of Streamlane, outside of " + known, target -> {
                    String name = target.getPackageName();
                    return name.startsWith(ROOT) && !allowed.contains(name.substring(ROOT.length()));
                })));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"redis", "rest", "security", "observability", "tracing", "demo", "devmode"})
    void edgesAreImportedByNobody(String edge) {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + edge + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + edge + ".."));
    }

    @Test
    void configurationIsReadAtTheEdgesOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + "config..",
                        ROOT + "redis..",
                        ROOT + "rest..",
                        ROOT + "security..",
                        ROOT + "observability..",
                        ROOT + "demo..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "config.."));
    }

    @Test
    void packagesFormNoCycles() {
        check(slices().matching(ROOT + "(*)..").should().beFreeOfCycles());
    }

    @Test
    void everyPackageHasItsPlaceInTheseRules() {
        Set<String> named = Set.of(
                "config",
                "consumer",
                "coordination",
                "deadletter",
                "demo",
                "devmode",
                "execution",
                "group",
                "job",
                "logging",
                "observability",
                "partition",
                "permit",
                "producer",
                "redis",
                "removal",
                "rest",
                "schedule",
                "security",
                "stats",
                "streams",
                "topic",
                "tracing");

        assertThat(classes)
                .extracting(type -> type.getPackageName())
                .allMatch(name -> name.equals("dev.streamlane") || named.contains(name.substring(ROOT.length())));
    }

    @Test
    void onlyTheAdaptersKnowRedis() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "redis..", ROOT + "devmode..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.redis..", "io.vertx.mutiny.redis..", "io.quarkus.redis.."));
    }

    @Test
    void onlyTracingKnowsOpenTelemetry() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "tracing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opentelemetry..", "io.quarkus.opentelemetry.."));
    }

    @Test
    void onlyDevelopmentKnowsTheRedisThatItBrings() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "devmode..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("redis.embedded..", "org.testcontainers.."));
    }

    @Test
    void everythingIsInjectedByConstructors() {
        check(noFields().should().beAnnotatedWith(Inject.class));
        check(noFields().should().beAnnotatedWith(ConfigProperty.class));
        check(noMethods().should().beAnnotatedWith(Inject.class));
    }

    /** No native executable can be made otherwise: Netty must not begin before the process does. */
    @Test
    void buffersThatAreKeptForGoodAreMadeWhenTheProcessRuns() throws IOException {
        String options = Files.readString(
                Path.of("src/main/resources/META-INF/native-image/dev.streamlane/streamlane/native-image.properties"));
        DescribedPredicate<JavaClass> lateOnes = describe(
                "native-image.properties names", owner -> Pattern.compile(Pattern.quote(owner.getName()) + "[,\\s]")
                        .matcher(options)
                        .find());
        check(fields().that()
                .haveRawType(Buffer.class)
                .and(describe(
                        "are static or of a constant",
                        field -> field.getModifiers().contains(JavaModifier.STATIC)
                                || field.getOwner().isEnum()))
                .should()
                .beDeclaredInClassesThat(lateOnes));
    }

    @Test
    void theHeartbeatIsTheOnlySchedule() {
        check(methods()
                .that()
                .areAnnotatedWith(Scheduled.class)
                .should()
                .beDeclaredIn(ROOT + "coordination.Heartbeat"));
    }

    @Test
    void everyCallOverHttpAsksForOneRole() {
        check(methods()
                .that()
                .areMetaAnnotatedWith(HttpMethod.class)
                .should()
                .beAnnotatedWith(describe(
                        "@RolesAllowed with one role",
                        annotation -> annotation.getRawType().isEquivalentTo(RolesAllowed.class)
                                && annotation
                                        .get("value")
                                        .map(roles -> ((Object[]) roles).length)
                                        .equals(Optional.of(1)))));
    }

    @Test
    void timeAndChanceAreInjected() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + "config.Beans")
                .and(DescribedPredicate.not(resideInAPackage(ROOT + "demo..")))
                .should()
                .accessTargetWhere(describe("it reads a clock, makes randomness or waits", ArchitectureTest::ambient)));
    }

    @Test
    void nobodyPrintsOrEndsTheProcess() {
        check(noClasses().should().accessTargetWhere(describe("it prints or exits", access -> Map.of(
                        "java.lang.System", List.of("exit", "out", "err"), "java.lang.Runtime", List.of("exit", "halt"))
                .getOrDefault(access.getTargetOwner().getName(), List.of())
                .contains(access.getTarget().getName()))));
    }

    @Test
    void filesAreShort() throws IOException {
        Map<String, Integer> tooLong = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                int lines = Files.readAllLines(file).size();
                if (lines > MAX_LINES) {
                    tooLong.put(file.toString(), lines);
                }
            }
        }
        assertThat(tooLong).as("files of more than %d lines", MAX_LINES).isEmpty();
    }

    @Test
    void noMergeIsLeftUnfinished() throws IOException {
        Map<Path, Long> unfinished = new TreeMap<>();
        for (Path file : files()) {
            try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                long markers = lines.filter(CONFLICT.asPredicate()).count();
                if (markers > 0) {
                    unfinished.put(file, markers);
                }
            }
        }
        assertThat(unfinished).as("files with conflict markers").isEmpty();
    }

    /** All of the project's, but not what was built. */
    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> roots = Files.list(Path.of(""))) {
            for (Path root : (Iterable<Path>) roots.filter(path -> !NOT_OURS.contains(path.toString()))::iterator) {
                try (Stream<Path> below = Files.walk(root)) {
                    below.filter(Files::isRegularFile).forEach(files::add);
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(100);
        return files;
    }

    private static boolean ambient(JavaAccess<?> access) {
        List<String> forbidden = AMBIENT.get(access.getTargetOwner().getName());
        return forbidden != null
                && (forbidden.isEmpty() || forbidden.contains(access.getTarget().getName()));
    }

    private static void check(ArchRule rule) {
        rule.check(classes);
    }
}
