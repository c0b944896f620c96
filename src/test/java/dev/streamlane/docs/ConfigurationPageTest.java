package dev.streamlane.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} lists all keys, as the Javadoc of their mappings explains them. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final String BEGIN = "<!-- From here on generated: see ConfigurationPageTest. -->\n\n";
    private static final String END = "\n<!-- As far as here. -->";
    private static final String RENEW = "streamlane.renew";

    @Test
    void isUpToDate() throws IOException {
        String page = Files.readString(PAGE);

        String renewed = page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                + reference()
                + page.substring(page.indexOf(END));

        if (System.getProperty(RENEW) != null) {
            Files.writeString(PAGE, renewed);
        } else {
            assertThat(page)
                    .as("%s; renew it by: ./mvnw test -Dtest=ConfigurationPageTest -D%s", PAGE, RENEW)
                    .isEqualTo(renewed);
        }
    }

    @Test
    void everyKeyIsExplained() throws IOException {
        Javadoc javadoc = javadoc();

        assertThat(Setting.all()).hasSizeGreaterThan(40).allSatisfy(setting -> assertThat(javadoc.of(setting.method()))
                .as(setting.key())
                .isNotBlank());
    }

    private static String reference() throws IOException {
        Javadoc javadoc = javadoc();
        Map<Class<?>, List<Setting>> groups = Setting.all().stream()
                .sorted(Comparator.comparingInt(setting -> javadoc.place(setting.method())))
                .collect(Collectors.groupingBy(
                        setting -> setting.method().getDeclaringClass(), LinkedHashMap::new, Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> section(javadoc, javadoc.of(group.getKey()), group.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String section(Javadoc javadoc, String introduction, List<Setting> settings) {
        String first = settings.get(0).key();
        return """
                ## %s

                %s

                | key, environment variable | default | values | |
                |---|---|---|---|
                %s
                """.formatted(
                        first.substring(0, first.lastIndexOf('.')),
                        introduction,
                        settings.stream()
                                .map(setting -> row(setting, javadoc.of(setting.method())))
                                .collect(Collectors.joining("\n")));
    }

    private static String row(Setting setting, String text) {
        return "| `%s`%s | %s | %s | %s |"
                .formatted(
                        setting.key(),
                        setting.variable().map(name -> "<br>`" + name + "`").orElse(""),
                        setting.defaultValue().map(value -> "`" + value + "`").orElse(""),
                        setting.values(),
                        text);
    }

    private static Javadoc javadoc() throws IOException {
        Path main = Path.of("src/main/java/dev/streamlane");
        List<Path> sources = new ArrayList<>(List.of(main.resolve("config/StreamlaneConfig.java")));
        try (Stream<Path> others = Files.list(main.resolve("config"))) {
            others.filter(file -> file.toString().endsWith("Config.java") && !sources.contains(file))
                    .sorted()
                    .forEach(sources::add);
        }
        sources.add(main.resolve("demo/DemoConfig.java"));
        return Javadoc.of(sources.toArray(Path[]::new));
    }
}
