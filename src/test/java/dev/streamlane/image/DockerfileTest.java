package dev.streamlane.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both Dockerfiles keep the rules, and each rule can be broken. */
class DockerfileTest {
    private static final String NATIVE = "Dockerfile.native";
    private static final String JVM = "src/main/docker/Dockerfile.jvm";

    @ParameterizedTest
    @ValueSource(strings = {NATIVE, JVM})
    void keepsAllRules(String file) throws IOException {
        assertThat(broken(read(file))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    maven:3.9.11-eclipse-temurin-25       | maven:3.9-eclipse-temurin-25                    | bases have exact versions
                    micro-image:2.0-2026-10-04            | micro-image:latest                              | bases have exact versions
                    micro-image:2.0-2026-10-04            | micro-image                                     | bases have exact versions
                    quay.io/quarkus/ubi10-quarkus-micro-image:2.0-2026-10-04 | maven:3.9.11-eclipse-temurin-25 | the image is small
                    --from=executable                     | --from=elsewhere                                | copies come from stages
                    COPY --from=executable --chmod=0555   | ADD                                             | nothing is added
                    COPY --from=executable --chmod=0555 /project/application | COPY pom.xml                 | the image has only what was built
                    COPY src src                          | COPY target src                                 | what is copied is there
                    COPY src src                          | COPY .git src                                   | what is copied is there
                    COPY src src                          | COPY nothing src                                | what is copied is there
                    --mount=type=cache,target=/root/.m2/repository | --network=host                         | Maven's downloads are kept
                    ARG REVISION=unknown                  | ARG REDIS_PASSWORD                              | no secret is an argument
                    ARG REVISION=unknown                  | ENV API_KEY=1                                   | no secret is an argument
                    USER 1001                             | USER root                                       | the process runs as a numbered user
                    USER 1001                             | USER 0                                          | the process runs as a numbered user
                    USER 1001                             | EXPOSE 1                                        | the process runs as a numbered user
                    ENTRYPOINT ["/app/streamlane"]        | ENTRYPOINT /app/streamlane                      | the process gets signals itself
                    ENTRYPOINT ["/app/streamlane"]        | ENTRYPOINT ["sh", "-c", "/app/streamlane"]      | the process gets signals itself
                    ENTRYPOINT ["/app/streamlane"]        | CMD ["/app/streamlane"]                         | there is one way to start
                    /q/health/live                        | /q/health/ready                                 | its liveness is checked
                    HEALTHCHECK --interval=10s --timeout=3s --start-period=10s | LABEL x=                   | its liveness is checked
                    org.opencontainers.image.licenses     | licenses                                        | the image says what it is
                    """)
    void eachRuleCanBeBroken(String part, String replacement, String rule) throws IOException {
        String dockerfile = read(NATIVE);
        assertThat(dockerfile).contains(part);

        assertThat(broken(dockerfile.replace(part, replacement))).anyMatch(broken -> broken.startsWith(rule));
    }

    @Test
    void eachMavenRunNeedsSettings() throws IOException {
        String settings = " \\\n    --mount=type=secret,id=maven-settings,target=/root/.m2/settings.xml";
        String dockerfile = read(NATIVE);

        assertThat(broken(dockerfile.replaceFirst(Pattern.quote(settings), "")))
                .singleElement(STRING)
                .startsWith("Maven can be given settings")
                .contains("go-offline");
    }

    @Test
    void theSameCompilerBuildsWithoutTheDockerfile() throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(read("src/main/resources/application.properties")));

        assertThat(Dockerfile.parse(read(NATIVE)).stages())
                .extracting(Dockerfile.Stage::base)
                .contains(settings.getProperty("quarkus.native.builder-image"));
    }

    @Test
    void thereIsMoreThanOneStage() throws IOException {
        assertThat(broken("FROM quay.io/quarkus/ubi10-quarkus-micro-image:2.0-2026-10-04\nUSER 1\n"))
                .anyMatch(broken -> broken.startsWith("what builds does not run"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env",
                ".git/config",
                ".m2/settings.xml",
                "README.md",
                "src/it/ledger/target/classes/Work.class",
                "src/test/resources/key.pem",
                "target/streamlane.jar"
            })
    void nothingElseReachesTheBuilder(String path) throws IOException {
        assertThat(IgnoreRules.parse(read(".dockerignore")).ignores(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", ".mvn/jvm.config", "src/main/resources/lua/step.lua", "src/it/ledger/pom.xml"})
    void theBuilderGetsWhatItNeeds(String path) throws IOException {
        assertThat(IgnoreRules.parse(read(".dockerignore")).ignores(path)).isFalse();
    }

    private static List<String> broken(String dockerfile) throws IOException {
        return DockerfileRules.broken(Dockerfile.parse(dockerfile), IgnoreRules.parse(read(".dockerignore")));
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }
}
