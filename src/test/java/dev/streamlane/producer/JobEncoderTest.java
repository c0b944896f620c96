package dev.streamlane.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.testing.ManualClock;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobEncoderTest {
    private final JobEncoder encoder = new JobEncoder(
            new ObjectMapper(), () -> "id", new ManualClock(), new EnqueueSettings(20, 3, 10, 5, Duration.ofDays(10)));

    static Stream<Arguments> illegalJobs() {
        NewJob job = NewJob.of(1);
        NewJob user = NewJob.ofJson("{\"user\":{},\"n\":1.0}");
        return Stream.of(
                arguments(NewJob.of(null), "payload", null, "payload must not be null; a job without data has {}"),
                arguments(NewJob.ofJson("null"), "payload", null, "payload must not be null"),
                arguments(NewJob.of("x".repeat(19)), "payload", 20, "payload may have at most 20 bytes as JSON"),
                arguments(NewJob.of("ü".repeat(10)), "payload", 20, "payload may have at most 20 bytes as JSON"),
                arguments(NewJob.of("\ud800"), "payload", null, "half of a surrogate pair"),
                arguments(NewJob.ofJson("\"\\udc00\\ud800\""), "payload", null, "half of a surrogate pair"),
                arguments(NewJob.of(new Object()), "payload", null, "payload cannot be written as JSON"),
                arguments(job.withKey(""), "key", 5, "a key must have 1 to 5 characters, not 0"),
                arguments(job.withKey("123456"), "key", 5, "a key must have 1 to 5 characters, not 6"),
                arguments(job.withKey("\udc00"), "key", null, "half of a surrogate pair"),
                arguments(job.withKey("a").withPartitionKey("b"), "partitionKey", null, "exclude each other"),
                arguments(
                        user.withPartitionKey("mail"), "partitionKey", null, "a field that the payload does not have"),
                arguments(user.withPartitionKey("user"), "partitionKey", null, "neither a string nor an integer"),
                arguments(user.withPartitionKey("n"), "partitionKey", null, "neither a string nor an integer"),
                arguments(job.withPartitionKey("user"), "partitionKey", null, "the payload is not an object"),
                arguments(
                        NewJob.ofJson("{\"u\":\"123456\"}").withPartitionKey("u"),
                        "partitionKey",
                        5,
                        "a key must have 1 to 5 characters, not 6"),
                arguments(
                        job.withTimeout(Duration.ofSeconds(-1)), "timeout", 604800L, "whole seconds from 0 (none) to"),
                arguments(job.withTimeout(Duration.ofMillis(1500)), "timeout", 604800L, "whole seconds"),
                arguments(job.withTimeout(Duration.ofDays(8)), "timeout", 604800L, "whole seconds"),
                arguments(
                        job.withDelay(Duration.ofSeconds(-1)),
                        "delay",
                        "PT240H",
                        "delay must be from PT0S (none) to PT240H"),
                arguments(job.withDelay(Duration.ofDays(11)), "delay", "PT240H", "delay must be from PT0S (none) to"),
                arguments(
                        job.withRunAt(new ManualClock().instant().plus(Duration.ofDays(11))),
                        "runAt",
                        "PT240H",
                        "runAt may be at most PT240H from now"),
                arguments(
                        job.withRunAt(Instant.EPOCH).withDelay(Duration.ofDays(1)),
                        "runAt",
                        null,
                        "delay and runAt exclude each other"),
                arguments(
                        job.withIdempotencyKey("k").withDelay(Duration.ofSeconds(1)),
                        "idempotencyKey",
                        null,
                        "an idempotency key and delay exclude each other"),
                arguments(
                        job.withIdempotencyKey("k").withRunAt(Instant.EPOCH),
                        "idempotencyKey",
                        null,
                        "an idempotency key and runAt exclude each other"),
                arguments(job.withHeader("", "x"), "headers", null, "headers must have a name and a value"),
                arguments(job.withHeader("x", null), "headers", null, "headers must have a name and a value"),
                arguments(job.withHeader("x", "\ud800"), "headers", null, "half of a surrogate pair"),
                arguments(job.withHeader("12345", "678901"), "headers", 10, "headers may have at most 10 characters"));
    }

    @ParameterizedTest
    @MethodSource("illegalJobs")
    void anIllegalJobIsRefusedByFieldAndLimit(NewJob job, String field, Object limit, String sentence) {
        Violation violation = violations(List.of(job)).get(0);

        assertThat(violation.index()).isZero();
        assertThat(violation.field()).isEqualTo(field);
        assertThat(violation.limit()).isEqualTo(limit);
        assertThat(violation.message()).contains(sentence);
    }

    static Stream<Arguments> legalJobs() {
        NewJob job = NewJob.of(1);
        return Stream.of(
                arguments(NewJob.of("x".repeat(18)), "\"" + "x".repeat(18) + "\"", null),
                arguments(NewJob.of("ü".repeat(9)), "\"" + "ü".repeat(9) + "\"", null),
                arguments(NewJob.ofJson("\"\\ud83d\\ude00\""), "\"\\ud83d\\ude00\"", null),
                arguments(NewJob.ofJson("\"\\\\ud800\""), "\"\\\\ud800\"", null),
                arguments(NewJob.of("\ud83d\ude00"), "\"\ud83d\ude00\"", null),
                arguments(NewJob.of(Map.of()), "{}", null),
                arguments(job.withKey(-7), "1", "-7"),
                arguments(NewJob.ofJson("{\"n\":-0}").withPartitionKey("n"), "{\"n\":-0}", "0"),
                arguments(NewJob.of(Map.of("n", BigInteger.TEN)).withPartitionKey("n"), "{\"n\":10}", "10"));
    }

    @ParameterizedTest
    @MethodSource("legalJobs")
    void aJobAtItsLimitsIsTakenAsItIs(NewJob job, String payload, String key) {
        NewEntry entry = encoder.encode(List.of(job), Map.of()).get(0);

        assertThat(entry.payload()).isEqualTo(payload);
        assertThat(entry.key()).isEqualTo(key);
    }

    @Test
    void aDueTimeIsNeverRoundedDown() {
        assertThat(due(NewJob.of(1).withDelay(Duration.ofNanos(1)))).isEqualTo(new Due(1, true));
        assertThat(due(NewJob.of(1).withDelay(Duration.ofDays(10)))).isEqualTo(new Due(864_000_000, true));
        assertThat(due(NewJob.of(1).withRunAt(Instant.ofEpochSecond(7, 1)))).isEqualTo(new Due(7001, false));
        assertThat(due(NewJob.of(1).withRunAt(Instant.MIN))).isEqualTo(new Due(0, false));
        assertThat(due(NewJob.of(1))).isNull();
    }

    @Test
    void furtherHeadersGoAlongWithTheJobsOwn() {
        assertThat(headers(NewJob.of(1), Map.of("t", "1"))).isEqualTo("{\"t\":\"1\"}");
        assertThat(headers(NewJob.of(1).withHeader("a", "b"), Map.of("t", "1"))).isEqualTo("{\"a\":\"b\",\"t\":\"1\"}");
        assertThat(headers(NewJob.of(1), Map.of())).isNull();
    }

    @Test
    void furtherHeadersNeverReplaceAJobsOwn() {
        NewJob job = NewJob.of(1).withHeader("t", "own");

        assertThat(headers(job, Map.of("t", "1", "s", "2"))).isEqualTo("{\"t\":\"own\"}");
    }

    @Test
    void g8FurtherHeadersAreLeftOutWhereThereIsNoRoomForThem() {
        NewJob job = NewJob.of(1).withHeader("name", "value");

        assertThat(headers(job, Map.of("t", ""))).isEqualTo("{\"name\":\"value\",\"t\":\"\"}");
        assertThat(headers(job, Map.of("t", "1"))).isEqualTo("{\"name\":\"value\"}");
    }

    @Test
    void anEmptyBatchIsRefused() {
        assertThat(violations(List.of()))
                .containsExactly(new Violation(-1, "jobs", 1, "a batch must have at least one job"));
    }

    @Test
    void g8AnOverlongBatchIsRefusedWithItsLimit() {
        assertThat(violations(Collections.nCopies(4, NewJob.of(1))))
                .containsExactly(new Violation(-1, "jobs", 3, "a batch may have at most 3 jobs, not 4"));
    }

    @Test
    void aMissingJobIsRefused() {
        assertThat(violations(Collections.singletonList(null)))
                .containsExactly(new Violation(0, "jobs", null, "a job must not be null"));
    }

    private Due due(NewJob job) {
        return encoder.encode(job, Map.of()).due();
    }

    private String headers(NewJob job, Map<String, String> further) {
        return encoder.encode(job, further).headers();
    }

    private List<Violation> violations(List<NewJob> jobs) {
        return catchThrowableOfType(InvalidRequestException.class, () -> encoder.encode(jobs, Map.of()))
                .violations();
    }
}
