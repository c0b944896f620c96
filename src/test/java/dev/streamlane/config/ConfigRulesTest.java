package dev.streamlane.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigRulesTest {
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
                        Map.of("consumer.batch-size", "65"),
                        "streamlane.consumer.batch-size is 65, but must be at most"
                                + " streamlane.consumer.max-concurrency (64)"),
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
                .build()
                .getConfigMapping(StreamlaneConfig.class);
    }
}
