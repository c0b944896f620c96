package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.streamlane.consumer.JobDecoder.UndecodableException;
import dev.streamlane.job.Job;
import dev.streamlane.partition.GroupId;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobDecoderTest {
    private static final String ID = "1763781600123-0";

    record Email(String to, int copies) {
        Email {
            if (copies < 0) {
                throw new IllegalArgumentException("copies must not be negative");
            }
        }
    }

    @JsonDeserialize(using = Moody.Reader.class)
    record Moody() {
        static final class Reader extends StdDeserializer<Moody> {
            private static final long serialVersionUID = 1L;

            Reader() {
                super(Moody.class);
            }

            @Override
            public Moody deserialize(JsonParser parser, DeserializationContext context) {
                throw new IllegalStateException("not today");
            }
        }
    }

    /** The fields as they stand in the stream; a test changes what it is about. */
    private String msgId = "6f1b7f6e-3f0e-4a43-9c0a-b2a4b2a9c9a1";

    private String payload = "{\"to\":\"ann\",\"copies\":2}";
    private String partitionKey = "";
    private String key;
    private String createdAt = "1763781600.123";
    private String enqueuedAt = "1763781601";
    private String timeout = "0";
    private String headers;
    private Duration defaultTimeout = Duration.ZERO;

    @Test
    void readsAnEntryOfRedisaq() throws Exception {
        partitionKey = "to";
        timeout = "30";

        Job<Object> job = decode(Email.class);

        assertThat(job)
                .isEqualTo(new Job<Object>(
                        msgId,
                        "topic",
                        "group",
                        3,
                        ID,
                        "ann",
                        new Email("ann", 2),
                        Map.of(),
                        2,
                        77,
                        Instant.parse("2025-11-22T03:20:00.123Z"),
                        Instant.parse("2025-11-22T03:20:01Z"),
                        Duration.ofSeconds(30)));
    }

    @Test
    void readsTheKeyAndHeadersThatStreamlaneAdds() throws Exception {
        key = "user-1";
        headers = "{\"trace\":\"abc\",\"tenant\":\"x\"}";

        Job<Object> job = decode(Email.class);

        assertThat(job.key()).isEqualTo("user-1");
        assertThat(job.headers()).containsOnly(Map.entry("trace", "abc"), Map.entry("tenant", "x"));
    }

    @Test
    void makesDoWithAPayloadAlone() throws Exception {
        msgId = null;
        partitionKey = null;
        createdAt = null;
        enqueuedAt = null;
        timeout = null;

        Job<Object> job = decode(Email.class);

        assertThat(job.id()).isEqualTo(ID);
        assertThat(job.key()).isNull();
        assertThat(job.createdAt()).isEqualTo(Instant.EPOCH);
        assertThat(job.timeout()).isZero();
        assertThat(job.headers()).isEmpty();
    }

    @Test
    void givesAJobWithoutATimeoutTheConfiguredOne() throws Exception {
        defaultTimeout = Duration.ofMinutes(2);

        assertThat(decode(Email.class).timeout()).isEqualTo(Duration.ofMinutes(2));
        timeout = "";
        assertThat(decode(Email.class).timeout()).isEqualTo(Duration.ofMinutes(2));
        timeout = "-5";
        assertThat(decode(Email.class).timeout()).isEqualTo(Duration.ofMinutes(2));
        timeout = "7";
        assertThat(decode(Email.class).timeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void readsTheFractionsThatRedisaqsTimeoutsMayHave() throws Exception {
        timeout = "30.5";
        assertThat(decode(Email.class).timeout()).isEqualTo(Duration.ofMillis(30_500));
        timeout = "0.0";
        assertThat(decode(Email.class).timeout()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "1e300", "99999999999999999999999999"})
    void G8_cutsTimeoutsToWhatTimersCanCount(String huge) throws Exception {
        timeout = huge;

        assertThat(decode(Email.class).timeout()).isEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
    }

    @Test
    void givesAProcessorOfStringsTheJsonTextAsItIs() throws Exception {
        payload = " {\"to\": \"ann\" } ";

        assertThat(decode(String.class).payload()).isEqualTo(payload);
    }

    @Test
    void readsGenericPayloads() throws Exception {
        payload = "[{\"to\":\"ann\",\"copies\":1}]";

        assertThat(decode(new TypeReference<List<Email>>() {}.getType()).payload())
                .isEqualTo(List.of(new Email("ann", 1)));
    }

    @Test
    void leavesUnknownFieldsOfThePayloadToTheApplicationsMapper() throws Exception {
        payload = "{\"to\":\"ann\",\"copies\":1,\"new\":true}";
        assertThatThrownBy(() -> decode(Email.class))
                .hasMessageContaining("'payload'")
                .hasMessageContaining("new");

        ObjectMapper lenient = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

        assertThat(decode(lenient, Email.class).payload()).isEqualTo(new Email("ann", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to     | {\"to\":\"ann\",\"copies\":2}               | ann",
                "copies | {\"to\":\"ann\",\"copies\":2}               | 2",
                "id     | {\"a\":{\"id\":1},\"b\":[{\"id\":2}],\"id\":3} | 3",
                "id     | {\"id\":18446744073709551616}            | 18446744073709551616",
                "id     | {\"id\":true}                            | true",
                "id     | {\"id\":null}                            | ",
                "id     | {\"id\":{\"x\":1}}                         | ",
                "id     | {\"id\":[1]}                             | ",
                "id     | {\"other\":1}                            | ",
                "id     | [{\"id\":1}]                             | ",
                "id     | \"id\"                                   | ",
                "id     | {\"id\":                                 | ",
                "id     | nonsense                                 | "
            })
    void takesTheKeyFromThePayloadFieldThatThePartitionKeyNames(String field, String json, String expected) {
        partitionKey = field;
        payload = json;

        assertThat(decoder(new ObjectMapper(), Email.class).key(entry())).isEqualTo(expected);
    }

    @Test
    void prefersTheKeyThatStandsInTheEntry() {
        partitionKey = "to";
        key = "explicit";

        assertThat(decoder(new ObjectMapper(), Email.class).key(entry())).isEqualTo("explicit");
    }

    @Test
    void hasNoKeyWithoutAPayload() {
        partitionKey = "to";
        payload = null;

        assertThat(decoder(new ObjectMapper(), Email.class).key(entry())).isNull();
    }

    @Test
    void namesTheMissingPayload() {
        payload = null;

        assertUndecodable("undecodable: the field 'payload' is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "{\"to\":\"ann\",\"copies\":\"many\"}", "{\"copies\":-1}", "{} trailing", "[1]"})
    void namesThePayloadThatCannotBeRead(String json) {
        payload = json;

        assertUndecodable("undecodable: the field 'payload'");
    }

    @Test
    void namesThePayloadThatTheApplicationsOwnDeserializerRefuses() {
        assertThatThrownBy(() -> decode(Moody.class))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("undecodable: the field 'payload'")
                .hasMessageContaining("not today");
    }

    @Test
    void namesAPayloadThatIsNestedTooDeeply() {
        payload = "[".repeat(100_000);

        assertThatThrownBy(() -> decode(Object.class))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("undecodable: the field 'payload'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "[]", "{\"a\":{}}", "\"a\""})
    void namesTheHeadersThatCannotBeRead(String json) {
        headers = json;

        assertUndecodable("undecodable: the field 'headers'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "{}"})
    void takesEmptyHeadersForNone(String json) throws Exception {
        headers = json;

        assertThat(decode(Email.class).headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "NaN", "2025-11-22"})
    void namesTheTimeThatIsNoNumber(String text) {
        createdAt = text;
        assertUndecodable("undecodable: the field 'created_at' is not a number of seconds");

        createdAt = null;
        enqueuedAt = text;
        assertUndecodable("undecodable: the field 'enqueued_at' is not a number of seconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "-1e300", "1e-300", "99999999999999999999"})
    void readsAnyNumberForATime(String number) throws Exception {
        createdAt = number;

        assertThat(decode(Email.class).createdAt()).isNotNull();
    }

    @Test
    void namesTheTimeoutThatIsNoNumber() {
        timeout = "soon";

        assertUndecodable("undecodable: the field 'timeout' is not a number of seconds");
    }

    private void assertUndecodable(String reason) {
        assertThatThrownBy(() -> decode(Email.class))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining(reason);
    }

    private Job<Object> decode(Type type) throws UndecodableException {
        return decode(new ObjectMapper(), type);
    }

    private Job<Object> decode(ObjectMapper mapper, Type type) throws UndecodableException {
        JobDecoder decoder = decoder(mapper, type);
        return decoder.decode(entry(), decoder.key(entry()), 3, 2, 77);
    }

    private JobDecoder decoder(ObjectMapper mapper, Type type) {
        return new JobDecoder(new GroupId("topic", "group"), mapper, type, defaultTimeout);
    }

    private Entry entry() {
        return new Entry(ID, msgId, payload, partitionKey, key, createdAt, enqueuedAt, timeout, headers, null);
    }
}
