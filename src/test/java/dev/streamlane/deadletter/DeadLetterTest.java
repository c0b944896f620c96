package dev.streamlane.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.deadletter.DeadLetter.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    @Test
    void tellsTheJobsFieldsFromThoseOfItsDeath() {
        List<Field> fields = new ArrayList<>(List.of(new Field("payload", "{}"), new Field("error", "the job's own")));
        fields.addAll(Letters.death("g", "redisaq:t:1", "5-0", "boom"));

        DeadLetter letter = DeadLetter.of("6-0", fields, stream -> new Origin.Job(stream, 1));

        assertThat(letter.body()).containsOnlyKeys("payload", "error").containsEntry("error", "the job's own");
        assertThat(letter.death("error")).isEqualTo("boom");
        assertThat(letter.origin()).isEqualTo(new Origin.Job("redisaq:t:1", 1));
    }

    @Test
    void whatSomebodyElseWroteHasNoOriginUnlessItNamesAStream() {
        DeadLetter letter = DeadLetter.of(
                "6-0", List.of(new Field("stream", "x"), new Field("payload", "{}")), stream -> new Origin.Job("t", 1));

        assertThat(letter.origin()).isEqualTo(new Origin.Unknown());
        assertThat(letter.death("group")).isEmpty();
        assertThat(letter.body()).containsOnlyKeys("stream", "payload");
    }
}
