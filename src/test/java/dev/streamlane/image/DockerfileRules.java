package dev.streamlane.image;

import dev.streamlane.image.Dockerfile.Instruction;
import dev.streamlane.image.Dockerfile.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What we ask of an image. */
final class DockerfileRules {
    /** A version of three parts or more stays what it is; of fewer, or a word, it moves. */
    private static final Pattern EXACT = Pattern.compile("[^:]+:[^:]*\\d+[._-]\\d+[._-]\\d+.*");

    private static final Pattern SMALL = Pattern.compile(".*(-micro-image:.*|:.*-jre-\\w+-minimal)");
    private static final Pattern SECRET = Pattern.compile("(?i).*(passw|secret|token|credential|private|api_?key).*");
    private static final Pattern SHELL = Pattern.compile("\"(/bin/)?(ba)?sh\"");
    private static final String DOWNLOADS = "--mount=type=cache,target=/root/.m2/repository";
    private static final String SETTINGS = "--mount=type=secret,id=maven-settings,target=/root/.m2/settings.xml";
    private static final String LIVENESS = "/q/health/live";
    private static final String LABEL = "org.opencontainers.image.";
    private static final List<String> LABELS = List.of("title", "description", "licenses", "version", "revision");

    private final Dockerfile dockerfile;
    private final IgnoreRules ignored;
    private final List<String> broken = new ArrayList<>();

    private DockerfileRules(Dockerfile dockerfile, IgnoreRules ignored) {
        this.dockerfile = dockerfile;
        this.ignored = ignored;
    }

    /** The rules that it breaks. */
    static List<String> broken(Dockerfile dockerfile, IgnoreRules ignored) {
        DockerfileRules rules = new DockerfileRules(dockerfile, ignored);
        rules.checkBases();
        rules.checkCopies();
        rules.checkBuild();
        rules.checkSecrets();
        rules.checkUser();
        rules.checkProcess();
        rules.checkLabels();
        return rules.broken;
    }

    private void check(boolean kept, String rule, Object what) {
        if (!kept) {
            broken.add(rule + ": " + what);
        }
    }

    private void checkBases() {
        Set<String> earlier = new TreeSet<>();
        for (Stage stage : dockerfile.stages()) {
            boolean exact =
                    EXACT.matcher(stage.base()).matches() && !stage.base().contains("latest");
            check(exact || earlier.contains(stage.base()), "bases have exact versions", stage.base());
            earlier.add(stage.name());
        }
        check(dockerfile.stages().size() > 1, "what builds does not run", "one stage only");
        check(
                SMALL.matcher(dockerfile.image().base()).matches(),
                "the image is small",
                dockerfile.image().base());
    }

    private void checkCopies() {
        Set<String> earlier = new TreeSet<>();
        for (Stage stage : dockerfile.stages()) {
            for (Instruction copy : stage.all("COPY")) {
                if (copy.hasFlag("--from=")) {
                    check(
                            earlier.stream().anyMatch(name -> copy.hasFlag("--from=" + name)),
                            "copies come from stages",
                            copy.flags());
                } else {
                    List<String> sources = copy.words().subList(0, copy.words().size() - 1);
                    sources.forEach(source ->
                            check(Files.exists(Path.of(source)) && reaches(source), "what is copied is there", source));
                }
            }
            check(stage.all("ADD").isEmpty(), "nothing is added that may unpack or download", stage.all("ADD"));
            earlier.add(stage.name());
        }
        check(
                dockerfile.image().all("COPY").stream().allMatch(copy -> copy.hasFlag("--from=")),
                "the image has only what was built",
                dockerfile.image().all("COPY"));
    }

    /** Directories reach the builder in part: at least what is ours in them. */
    private boolean reaches(String source) {
        return !ignored.ignores(source) || !ignored.ignores(source + "/main");
    }

    private void checkBuild() {
        for (Stage stage : dockerfile.stages()) {
            for (Instruction run : stage.all("RUN")) {
                if (run.arguments().contains("mvn ")) {
                    check(run.hasFlag(DOWNLOADS), "Maven's downloads are kept between builds", run.arguments());
                    check(run.hasFlag(SETTINGS), "Maven can be given settings", run.arguments());
                }
            }
        }
    }

    private void checkSecrets() {
        for (Stage stage : dockerfile.stages()) {
            for (String keyword : List.of("ARG", "ENV")) {
                stage.all(keyword)
                        .forEach(value -> check(
                                !SECRET.matcher(value.arguments()).matches(),
                                "no secret is an argument or in the environment",
                                value.arguments()));
            }
        }
    }

    private void checkUser() {
        List<Instruction> users = dockerfile.image().all("USER");
        String last = users.isEmpty() ? "root" : users.get(users.size() - 1).arguments();
        check(last.matches("[1-9]\\d*(:\\d+)?"), "the process runs as a numbered user, not as root", last);
    }

    private void checkProcess() {
        List<Instruction> entrypoints = dockerfile.image().all("ENTRYPOINT");
        String entrypoint = entrypoints.isEmpty() ? "" : entrypoints.get(0).arguments();
        check(
                entrypoint.startsWith("[") && !SHELL.matcher(entrypoint).find(),
                "the process gets signals itself",
                entrypoint);
        check(
                dockerfile.image().all("CMD").isEmpty(),
                "there is one way to start",
                dockerfile.image().all("CMD"));
        String health = dockerfile.image().all("HEALTHCHECK").stream()
                .map(Instruction::arguments)
                .findFirst()
                .orElse("");
        check(health.startsWith("CMD [") && health.contains(LIVENESS), "its liveness is checked", health);
    }

    private void checkLabels() {
        String labels = dockerfile.image().all("LABEL").stream()
                .map(Instruction::arguments)
                .reduce("", String::concat);
        LABELS.forEach(label -> check(labels.contains(LABEL + label + "="), "the image says what it is", label));
    }
}
