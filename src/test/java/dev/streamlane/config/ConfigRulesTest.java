package dev.streamlane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigRulesTest {
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    /** Holds the limits that stand at the settings as annotations, as Quarkus does. */
    private static final ConfigValidator LIMITS = new BeanValidationConfigValidator() {
        @Override
        public Validator getValidator() {
            return VALIDATOR;
        }
    };

    @Test
    void theDefaultsBreakNoRule() {
        assertThat(ConfigRules.broken(config(Map.of()))).isEmpty();
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                arguments(
                        Map.of("heartbeat.ttl", "9s"),
                        "streamlane.heartbeat.ttl is 9s, but must be at least 10s, twice"
                                + " streamlane.heartbeat.interval (5s)"),
                arguments(
                        Map.of("heartbeat.interval", "0s"),
                        "streamlane.heartbeat.interval is 0s, but must be at least 100ms"),
                arguments(
                        Map.of("heartbeat.interval", "99ms"),
                        "streamlane.heartbeat.interval is 99ms, but must be at least 100ms"),
                arguments(
                        Map.of("redis.timeout", "2501ms"),
                        "streamlane.redis.timeout is 2501ms, but must be at most 2500ms, a quarter of"
                                + " streamlane.heartbeat.ttl (10s)"),
                arguments(Map.of("redis.timeout", "-1s"), "streamlane.redis.timeout is -1s, but must be more than 0s"),
                arguments(
                        Map.of("topics.partitions", "9", "topics.max-partitions", "8"),
                        "streamlane.topics.partitions is 9, but must be at most streamlane.topics.max-partitions (8)"),
                arguments(
                        Map.of("consumer.initial-backoff", "6m"),
                        "streamlane.consumer.initial-backoff is 360s, but must be at most"
                                + " streamlane.consumer.max-backoff (300s)"),
                arguments(
                        Map.of("consumer.drain-timeout", "-1s"),
                        "streamlane.consumer.drain-timeout is -1s, but must not be negative"),
                arguments(
                        Map.of("enqueue.max-payload", "40000000"),
                        "streamlane.enqueue.max-payload is 40000000, but must be at most"
                                + " streamlane.enqueue.max-body (33554432)"),
                arguments(
                        Map.of("enqueue.wait-replicas", "1", "enqueue.wait-timeout", "2s"),
                        "streamlane.enqueue.wait-timeout is 2s, but must be less than streamlane.redis.timeout (2s)"),
                arguments(
                        Map.of("enqueue.max-body", "268435457"),
                        "streamlane.enqueue.max-body is 268435457, but must be at most"
                                + " streamlane.enqueue.max-in-flight (268435456)"),
                arguments(
                        Map.of("enqueue.wait-timeout", "0s"),
                        "streamlane.enqueue.wait-timeout is 0s, but must be more than 0s"),
                arguments(
                        Map.of("consumer.initial-backoff", "0s"),
                        "streamlane.consumer.initial-backoff is 0s, but must be more than 0s"),
                arguments(
                        Map.of("consumer.job-timeout", "-1ms"),
                        "streamlane.consumer.job-timeout is -1ms, but must not be negative"),
                arguments(
                        Map.of("consumer.abandon-timeout", "-1s"),
                        "streamlane.consumer.abandon-timeout is -1s, but must not be negative"),
                arguments(
                        Map.of("rejoin-timeout", "-1s"), "streamlane.rejoin-timeout is -1s, but must not be negative"),
                arguments(Map.of("redis.block", "0s"), "streamlane.redis.block is 0s, but must be more than 0s"),
                arguments(Map.of("redis.poll", "0s"), "streamlane.redis.poll is 0s, but must be more than 0s"),
                arguments(
                        Map.of("streams.lock-ttl", "999ms", "redis.timeout", "500ms"),
                        "streamlane.streams.lock-ttl is 999ms, but must be at least 1s"),
                arguments(
                        Map.of("streams.lock-ttl", "2s"),
                        "streamlane.redis.timeout is 2s, but must be less than streamlane.streams.lock-ttl (2s)"),
                arguments(
                        Map.of("streams.hand-over-timeout", "-1ms"),
                        "streamlane.streams.hand-over-timeout is -1ms, but must not be negative"),
                arguments(
                        Map.of("groups.\"a\".max-rate", "1"),
                        "streamlane.groups.\"a\" must name a topic and a group, as in \"send_email/email_group\", each 1"),
                arguments(
                        Map.of("groups.\"a/b\".rate-interval", "999ms"),
                        "streamlane.groups.\"a/b\".rate-interval is 999ms, but must be from 1s to 86400s"),
                arguments(
                        Map.of("groups.\"a/b\".rate-interval", "25h"),
                        "streamlane.groups.\"a/b\".rate-interval is 90000s, but must be from 1s to 86400s"),
                arguments(
                        Map.of("group", "a b"),
                        "streamlane.group is 'a b', but must be 1 to 128 characters out of A-Z, a-z, 0-9, '.', '_'"
                                + " and '-'"),
                arguments(Map.of("consumer-id", "a:b"), "streamlane.consumer-id is 'a:b', but must be 1 to 128"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void aBrokenRuleIsASentenceWithKeyValueAndLimit(Map<String, String> settings, String sentence) {
        assertThat(ConfigRules.broken(config(settings)))
                .singleElement()
                .asString()
                .startsWith(sentence);
    }

    static Stream<Map<String, String>> justPossible() {
        return Stream.of(
                Map.of("streams.lock-ttl", "1s", "redis.timeout", "999ms"),
                Map.of("streams.lock-ttl", "2001ms"),
                Map.of("streams.hand-over-timeout", "0s"),
                Map.of("consumer.job-timeout", "0s"),
                Map.of("rejoin-timeout", "0s"),
                Map.of("groups.\"a.b/c_d\".max-concurrent", "1", "groups.\"a/b\".rate-interval", "24h"),
                Map.of("enqueue.wait-timeout", "1ms"));
    }

    @ParameterizedTest
    @MethodSource("justPossible")
    void whatJustKeepsTheRulesBreaksNone(Map<String, String> settings) {
        assertThat(ConfigRules.broken(config(settings))).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "streams.max-streams, 1, 100000",
        "streams.max-attempts, 1, 1000",
        "streams.max-info, 256, 1048576",
        "streams.max-length, 0,",
        "streams.read-batch, 1, 10000"
    })
    void aNumberBeyondItsLimitIsRefusedWithKeyAndLimit(String key, long least, Long most) {
        assertThatCode(() -> config(Map.of(key, String.valueOf(least)))).doesNotThrowAnyException();
        assertThatThrownBy(() -> config(Map.of(key, String.valueOf(least - 1))))
                .hasMessageContaining("streamlane." + key + " must be greater than or equal to " + least);
        if (most != null) {
            assertThatCode(() -> config(Map.of(key, String.valueOf(most)))).doesNotThrowAnyException();
            assertThatThrownBy(() -> config(Map.of(key, String.valueOf(most + 1))))
                    .hasMessageContaining("streamlane." + key + " must be less than or equal to " + most);
        }
    }

    @Test
    void anUnknownOrderingNamesItsKeyAndTheAllowedValues() {
        assertThatThrownBy(() -> config(Map.of("topics.ordering", "random")))
                .hasStackTraceContaining("random")
                .hasStackTraceContaining("streamlane.topics.ordering")
                .hasStackTraceContaining("allowed values: ");
    }

    static StreamlaneConfig config(Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((key, value) -> prefixed.put("streamlane." + key, value));
        return new SmallRyeConfigBuilder()
                .withMapping(StreamlaneConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withValidator(LIMITS)
                .build()
                .getConfigMapping(StreamlaneConfig.class);
    }
}
