package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.config.DeadLettersConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterUpkeepTest {
    private static final String DEAD = "redisaq:dead_letter";
    private static final String FILL =
            "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], ARGV[2] + i .. '-0', 'payload', '{}') end";

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private record Limits(long maxLength, Optional<Duration> maxAge) implements DeadLettersConfig {}

    @Test
    void removesJustThoseThatAreTooOld() {
        long now = REDIS.time();
        fill(2_550, now - Duration.ofHours(2).toMillis());
        fill(30, now - Duration.ofMinutes(50).toMillis());

        trim(10_000, Duration.ofHours(1));

        assertThat(REDIS.number("XLEN", DEAD)).isEqualTo(30);
    }

    @Test
    void keepsThemForEverUnlessToldOtherwise() {
        fill(500, 1);

        trim(10_000, null);

        assertThat(REDIS.number("XLEN", DEAD)).isEqualTo(500);
    }

    @Test
    void g8_keepsAboutAsManyAsItMay() {
        fill(3_000, 1);

        trim(200, null);

        assertThat(REDIS.number("XLEN", DEAD)).isBetween(200L, 300L);
    }

    @Test
    void g8_aStepRemovesNoMoreThanItMayAlsoOfLettersOfUsualSize() {
        REDIS.run("EVAL", FILL.replace("'{}'", "('x'):rep(600)"), 1, DEAD, 2_000, 1);

        get(REDIS.lanes().topics().call(ScriptCall.of(Script.LETTERS_TRIM, List.of(DEAD), "10000", "3600000", "100")));

        assertThat(REDIS.number("XLEN", DEAD)).isBetween(1_900L, 1_950L);
    }

    @Test
    void anAgeBeyondAllTimeRemovesNothing() {
        fill(10, 1);

        trim(100, Duration.ofDays(365_000));

        assertThat(REDIS.number("XLEN", DEAD)).isEqualTo(10);
    }

    private static void fill(int count, long after) {
        REDIS.run("EVAL", FILL, 1, DEAD, count, after);
    }

    private static void trim(long maxLength, Duration maxAge) {
        Limits limits = new Limits(maxLength, Optional.ofNullable(maxAge));
        get(new DeadLetterUpkeep(REDIS.lanes(), REDIS.keys(), limits).trim());
    }
}
