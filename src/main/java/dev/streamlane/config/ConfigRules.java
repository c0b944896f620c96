package dev.streamlane.config;

import dev.streamlane.topic.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What must hold between several settings, or cannot be said by an annotation on one. */
final class ConfigRules {
    /** More than ten beats a second would keep Redis busy, and no lease could be trusted for long enough to use it. */
    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);

    /** A lock is extended thrice in this time, each time with an answer of Redis in between. */
    private static final Duration MIN_LOCK_TTL = Duration.ofSeconds(1);

    /** Of a shorter time, a start would have to be used within milliseconds. */
    private static final Duration MIN_RATE_INTERVAL = Duration.ofSeconds(1);

    private static final Duration MAX_RATE_INTERVAL = Duration.ofDays(1);

    private final List<String> broken = new ArrayList<>();

    private ConfigRules() {}

    /** A sentence for each rule that the configuration breaks, naming key, value and limit. */
    static List<String> broken(StreamlaneConfig config) {
        ConfigRules rules = new ConfigRules();
        rules.names(config);
        rules.timing(config.heartbeat(), config.redis());
        rules.enqueue(config.enqueue(), config.redis());
        rules.consumer(config.consumer());
        config.groups().forEach(rules::group);
        rules.streams(config.streams(), config.redis());
        config.deadLetters().maxAge().ifPresent(age -> rules.positive("streamlane.dead-letters.max-age", age));
        rules.positive("streamlane.delayed.max-delay", config.delayed().maxDelay());
        rules.notNegative("streamlane.rejoin-timeout", config.rejoinTimeout());
        rules.atMost(
                "streamlane.topics.partitions",
                config.topics().partitions(),
                "streamlane.topics.max-partitions",
                config.topics().maxPartitions());
        return rules.broken;
    }

    private void names(StreamlaneConfig config) {
        legalName("streamlane.group", config.group());
        config.consumerId().ifPresent(id -> legalName("streamlane.consumer-id", id));
    }

    private void timing(StreamlaneConfig.Heartbeat heartbeat, StreamlaneConfig.Redis redis) {
        Duration twice = heartbeat.interval().multipliedBy(2);
        Duration quarter = heartbeat.ttl().dividedBy(4);
        check(
                heartbeat.interval().compareTo(MIN_INTERVAL) >= 0,
                "streamlane.heartbeat.interval is %s, but must be at least %s"
                        .formatted(text(heartbeat.interval()), text(MIN_INTERVAL)));
        check(
                heartbeat.ttl().compareTo(twice) >= 0,
                "streamlane.heartbeat.ttl is %s, but must be at least %s, twice streamlane.heartbeat.interval (%s)"
                        .formatted(text(heartbeat.ttl()), text(twice), text(heartbeat.interval())));
        positive("streamlane.redis.timeout", redis.timeout());
        check(
                redis.timeout().compareTo(quarter) <= 0,
                "streamlane.redis.timeout is %s, but must be at most %s, a quarter of streamlane.heartbeat.ttl (%s)"
                        .formatted(text(redis.timeout()), text(quarter), text(heartbeat.ttl())));
        positive("streamlane.redis.block", redis.block());
        positive("streamlane.redis.poll", redis.poll());
    }

    private void enqueue(StreamlaneConfig.Enqueue enqueue, StreamlaneConfig.Redis redis) {
        atMost(
                "streamlane.enqueue.max-payload",
                enqueue.maxPayload(),
                "streamlane.enqueue.max-body",
                enqueue.maxBody());
        atMost(
                "streamlane.enqueue.max-body",
                enqueue.maxBody(),
                "streamlane.enqueue.max-in-flight",
                enqueue.maxInFlight());
        positive("streamlane.enqueue.idempotency-window", enqueue.idempotencyWindow());
        positive("streamlane.enqueue.wait-timeout", enqueue.waitTimeout());
        if (enqueue.waitReplicas() > 0) {
            shorter(
                    "streamlane.enqueue.wait-timeout",
                    enqueue.waitTimeout(),
                    "streamlane.redis.timeout",
                    redis.timeout());
        }
    }

    private void consumer(StreamlaneConfig.Consumer consumer) {
        positive("streamlane.consumer.initial-backoff", consumer.initialBackoff());
        check(
                consumer.initialBackoff().compareTo(consumer.maxBackoff()) <= 0,
                "streamlane.consumer.initial-backoff is %s, but must be at most streamlane.consumer.max-backoff (%s)"
                        .formatted(text(consumer.initialBackoff()), text(consumer.maxBackoff())));
        notNegative("streamlane.consumer.job-timeout", consumer.jobTimeout());
        notNegative("streamlane.consumer.drain-timeout", consumer.drainTimeout());
        notNegative("streamlane.consumer.abandon-timeout", consumer.abandonTimeout());
    }

    private void group(String name, GroupConfig group) {
        String key = "streamlane.groups.\"%s\"".formatted(name);
        String[] names = name.split("/", -1);
        check(
                names.length == 2 && Names.legal(names[0]) && Names.legal(names[1]),
                "%s must name a topic and a group, as in \"send_email/email_group\", each %s"
                        .formatted(key, Names.LEGAL));
        Duration interval = group.rateInterval();
        check(
                interval.compareTo(MIN_RATE_INTERVAL) >= 0 && interval.compareTo(MAX_RATE_INTERVAL) <= 0,
                "%s.rate-interval is %s, but must be from %s to %s"
                        .formatted(key, text(interval), text(MIN_RATE_INTERVAL), text(MAX_RATE_INTERVAL)));
    }

    private void streams(StreamsConfig streams, StreamlaneConfig.Redis redis) {
        check(
                streams.lockTtl().compareTo(MIN_LOCK_TTL) >= 0,
                "streamlane.streams.lock-ttl is %s, but must be at least %s"
                        .formatted(text(streams.lockTtl()), text(MIN_LOCK_TTL)));
        shorter("streamlane.redis.timeout", redis.timeout(), "streamlane.streams.lock-ttl", streams.lockTtl());
        notNegative("streamlane.streams.hand-over-timeout", streams.handOverTimeout());
    }

    private void legalName(String key, String name) {
        check(Names.legal(name), "%s is '%s', but must be %s".formatted(key, name, Names.LEGAL));
    }

    private void positive(String key, Duration value) {
        check(!value.isNegative() && !value.isZero(), "%s is %s, but must be more than 0s".formatted(key, text(value)));
    }

    private void notNegative(String key, Duration value) {
        check(!value.isNegative(), "%s is %s, but must not be negative".formatted(key, text(value)));
    }

    private void atMost(String key, long value, String limitKey, long limit) {
        check(value <= limit, "%s is %d, but must be at most %s (%d)".formatted(key, value, limitKey, limit));
    }

    private void shorter(String key, Duration value, String limitKey, Duration limit) {
        check(
                value.compareTo(limit) < 0,
                "%s is %s, but must be less than %s (%s)".formatted(key, text(value), limitKey, text(limit)));
    }

    private void check(boolean holds, String sentence) {
        if (!holds) {
            broken.add(sentence);
        }
    }

    /** A duration as it is written in a configuration. */
    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
