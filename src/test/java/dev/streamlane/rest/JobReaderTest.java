package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.JsonText;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.Violation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{ \"a\" : [ 1 , {\"b\":null} ] }",
                "\"text ü 😀 \\u00e9 \\\" \"",
                "0",
                "-1.5e+10",
                "true",
                "false",
                "null",
                "\"\"",
                "123456789012345678901234567890.1",
                "{\"payload\":{\"payload\":1}}"
            })
    void aPayloadIsTakenAsItStands(String payload) {
        for (String form : List.of("{\"payload\":%s}", " {\"key\":\"ü\", \"payload\" : %s , \"timeout\":1 } ")) {
            assertThat(read(form.formatted(payload)).payload()).isEqualTo(new JsonText(payload));
        }
    }

    @Test
    void aJobMayStandAnywhereAmongOtherBytes() {
        byte[] bytes = "xxx{\"payload\":[1,2],\"key\":5}yyy".getBytes(StandardCharsets.UTF_8);

        NewJob job = JobReader.job(bytes, 3, bytes.length - 3);

        assertThat(job.payload()).isEqualTo(new JsonText("[1,2]"));
        assertThat(job.key()).isEqualTo("5");
    }

    @Test
    void allFieldsAreRead() {
        assertThat(read("{\"headers\":{\"a\":\"b\"},\"timeout\":30,\"partitionKey\":\"u\",\"payload\":{\"u\":1}}"))
                .isEqualTo(new NewJob(
                        new JsonText("{\"u\":1}"),
                        null,
                        "u",
                        Duration.ofSeconds(30),
                        Map.of("a", "b"),
                        null,
                        null,
                        null));
    }

    @Test
    void nullStandsForAnOptionalFieldThatIsLeftOut() {
        assertThat(read("{\"payload\":1,\"key\":null,\"partitionKey\":null,\"timeout\":null,\"headers\":null}"))
                .isEqualTo(NewJob.of(new JsonText("1")));
    }

    @Test
    void aKeyMayBeAnyInteger() {
        assertThat(read("{\"payload\":1,\"key\":-0}").key()).isEqualTo("0");
        assertThat(read("{\"payload\":1,\"key\":123456789012345678901}").key()).isEqualTo("123456789012345678901");
    }

    @Test
    void allFaultsOfABatchAreNamedWithTheirJobs() {
        byte[] bytes = ("{\"jobs\":[{\"payload\":1,\"later\":{\"x\":[]}},7,{\"payload\":1,\"key\":1.5},"
                        + "{\"payload\":1,\"timeout\":\"1\"},{\"payload\":1,\"headers\":{\"a\":1,\"b\":[2]}}],\"more\":1}")
                .getBytes(StandardCharsets.UTF_8);

        InvalidRequestException invalid =
                catchThrowableOfType(InvalidRequestException.class, () -> JobReader.batch(bytes, 10));

        assertThat(invalid.violations())
                .extracting(Violation::index, Violation::field, Violation::message)
                .containsExactly(
                        tuple(
                                0,
                                "later",
                                "unknown field 'later'; known are payload, key, partitionKey, timeout, headers, delay,"
                                        + " runAt, idempotencyKey"),
                        tuple(1, "payload", "a job must be an object with the field payload"),
                        tuple(2, "key", "key must be a string or an integer"),
                        tuple(3, "timeout", "timeout must be a whole number of seconds"),
                        tuple(4, "headers", "the header 'a' must be a string"),
                        tuple(4, "headers", "the header 'b' must be a string"),
                        tuple(-1, "more", "unknown field 'more'; known are jobs"));
    }

    @Test
    void g8ReadingStopsAtTheFirstJobTooMany() {
        byte[] bytes = "{\"jobs\":[{\"payload\":1},{\"payload\":2},{\"payload\":3},".getBytes(StandardCharsets.UTF_8);

        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> JobReader.batch(bytes, 2))
                        .violations())
                .containsExactly(new Violation(-1, "jobs", 2, "a batch may have at most 2 jobs"));
    }

    @Test
    void whateverIsAcceptedIsJsonAndNothingElseThrows() {
        JsonMapper judge = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
        long seed = 7;
        Random random = new Random(seed);
        String alphabet = "{}[]:,\"\\u0123456789.eE+-truefalsn \n\r\t\u0000ü\uD83D\uDE00payloadkey";
        String form = "{\"payload\":{\"a\":[1,-2.5e3,true,null],\"ü\":\"\\u00e9x\"},\"key\":\"k\",\"timeout\":30}";
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = mutate(form, alphabet, random);
            NewJob job = readOrNull(bytes);
            if (job != null) {
                accepted++;
                String text = new String(bytes, StandardCharsets.UTF_8);
                assertThat(((JsonText) job.payload()).text())
                        .as("seed %d, case %d: %s", seed, i, text)
                        .satisfies(payload -> assertThat(tree(judge, payload))
                                .isEqualTo(tree(judge, text).get("payload")));
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }

    private static byte[] mutate(String form, String alphabet, Random random) {
        StringBuilder text = new StringBuilder(form);
        for (int k = random.nextInt(3); k >= 0; k--) {
            int at = random.nextInt(text.length());
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                default -> text.deleteCharAt(at);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static NewJob readOrNull(byte[] bytes) {
        try {
            NewJob job = JobReader.job(bytes, 0, bytes.length);
            return job.payload() == null ? null : job;
        } catch (ProblemException | InvalidRequestException e) {
            return null;
        }
    }

    private static JsonNode tree(JsonMapper mapper, String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("accepted, but not JSON: " + json, e);
        }
    }

    private static NewJob read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JobReader.job(bytes, 0, bytes.length);
    }
}
