package dev.streamlane.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.producer.StreamLog.Added;
import dev.streamlane.topic.StoreUnavailableException;
import io.smallrye.mutiny.Uni;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamProducerTest {
    private static final int MAX_INFO = 100;
    private static final int MAX_LENGTH = 3;
    /** How many bytes an assignment has besides name and info. */
    private static final int FRAME = "{\"DataStreamName\":\"\",\"Info\":}".length();

    private final FakeLog log = new FakeLog();
    private final List<String> events = new ArrayList<>();
    private final StreamProducer producer = producer(MAX_INFO);

    @Test
    void aStreamIsAddedInTheFormOfTheGoClient() {
        String entryId = producer.addAndAwait("orders", new NewStream("order-stream-0", Map.of("priority", "low")));

        assertThat(entryId).isEqualTo("1-1");
        assertThat(events).containsExactly("added to orders");
        assertThat(log.added)
                .containsExactly(
                        "orders {\"DataStreamName\":\"order-stream-0\",\"Info\":{\"priority\":\"low\"}} of at most 3");
    }

    static Stream<Arguments> infos() {
        return Stream.of(
                arguments(null, "{}"),
                arguments(Map.of(), "{}"),
                arguments(new JsonText("{}"), "{}"),
                arguments(new JsonText("\n{ \"a\" : 1 } "), "\n{ \"a\" : 1 } "),
                arguments(
                        new JsonText("{\"a\":[1,1.0,1e400,-0,12345678901234567890123]}"),
                        "{\"a\":[1,1.0,1e400,-0,12345678901234567890123]}"),
                arguments(new JsonText("{\"ü😀\":\"\\u00fc\\ud83d\\ude00\"}"), "{\"ü😀\":\"\\u00fc\\ud83d\\ude00\"}"),
                arguments(Map.of("n", new BigInteger("12345678901234567890")), "{\"n\":12345678901234567890}"),
                arguments(new Order("o-1", List.of(1, 2)), "{\"id\":\"o-1\",\"items\":[1,2]}"));
    }

    @ParameterizedTest
    @MethodSource("infos")
    void theInfoIsWrittenAsItIs(Object info, String json) {
        producer.addAndAwait("orders", new NewStream("s", info));

        assertThat(log.added).containsExactly("orders {\"DataStreamName\":\"s\",\"Info\":" + json + "} of at most 3");
    }

    @Test
    void theNameMayBeAnyText() {
        producer.addAndAwait("orders", new NewStream("a \"b\"\\\n:ü😀{c}", null));

        assertThat(log.added.get(0)).contains("\"a \\\"b\\\"\\\\\\n:ü😀{c}\"");
    }

    static Stream<Arguments> illegalStreams() {
        String half = "half of a surrogate pair";
        return Stream.of(
                arguments(null, null, "dataStreamName", null, "dataStreamName is missing"),
                arguments("", null, "dataStreamName", 512, "1 to 512 characters, not 0"),
                arguments("x".repeat(513), null, "dataStreamName", 512, "1 to 512 characters, not 513"),
                arguments("a\ud800b", null, "dataStreamName", null, half),
                arguments("a<MUTEX_KEY_SEP>1-1", null, "dataStreamName", null, "must not contain <MUTEX_KEY_SEP>"),
                arguments("s", List.of(1), "info", null, "info must be an object"),
                arguments("s", "text", "info", null, "info must be an object"),
                arguments("s", new JsonText("null"), "info", null, "info must be an object"),
                arguments("s", new JsonText(" [{}]"), "info", null, "info must be an object"),
                arguments("s", new Object(), "info", null, "info cannot be written as JSON"),
                arguments("s", new JsonText("{\"a\":\"\\ud800\"}"), "info", null, half),
                arguments("s", Map.of("a", "\udc00"), "info", null, half),
                arguments("s", Map.of("a", "x".repeat(65)), "info", MAX_INFO, "at most 100 bytes together, as JSON"),
                arguments(
                        "s".repeat(71), null, "info", MAX_INFO, "dataStreamName and info may have at most 100 bytes"));
    }

    @ParameterizedTest
    @MethodSource("illegalStreams")
    void anIllegalStreamIsRefusedByFieldAndLimit(
            String name, Object info, String field, Object limit, String sentence) {
        Violation violation =
                refused("orders", new NewStream(name, info)).violations().get(0);

        assertThat(violation.index()).isEqualTo(-1);
        assertThat(violation.field()).isEqualTo(field);
        assertThat(violation.limit()).isEqualTo(limit);
        assertThat(violation.message()).contains(sentence);
        assertThat(log.added).isEmpty();
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        assertThat(refused("a b", new NewStream("", List.of())).violations())
                .extracting(Violation::field)
                .containsExactly("service", "dataStreamName", "info");
    }

    @Test
    void g8AnAssignmentAtItsLimitIsTakenAndOneByteMoreIsNot() {
        int room = MAX_INFO - FRAME - "{}".length();
        String umlauts = "ü".repeat(room / 2);

        producer.addAndAwait("orders", new NewStream(umlauts + "x".repeat(room % 2), null));

        assertThat(log.added).hasSize(1);
        assertThat(refused("orders", new NewStream(umlauts + "x".repeat(room % 2 + 1), null))
                        .violations())
                .extracting(Violation::field)
                .containsExactly("info");
    }

    @Test
    void theLongestNameIsTaken() {
        producer(10_000).addAndAwait("orders", new NewStream("x".repeat(512), null));

        assertThat(log.added).hasSize(1);
    }

    @Test
    void g8AFullServiceIsRefusedWithItsLimit() {
        log.answer = CompletableFuture.completedStage(new Added.Full(3));

        ServiceFullException full = catchThrowableOfType(
                ServiceFullException.class, () -> producer.addAndAwait("orders", new NewStream("s", null)));

        assertThat(full).hasMessage("stream service 'orders' is full: it has 3 of at most 3 streams that are not done");
        assertThat(events).containsExactly("FULL orders");
        assertThat(full.maxLength()).isEqualTo(3);
        assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void g1ALostReplyLeavesTheStreamInDoubt() {
        log.answer = CompletableFuture.failedStage(new StoreUnavailableException("no answer", null));

        assertThatThrownBy(() -> producer.addAndAwait("orders", new NewStream("s", null)))
                .isInstanceOf(EnqueueInterruptedException.class)
                .hasMessage("the stream may have been added")
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(events).containsExactly("UNAVAILABLE orders");
    }

    @Test
    void g1WhatRedisRefusedIsKnownNotToBeAdded() {
        log.answer = CompletableFuture.failedStage(new StoreUnavailableException("not ready", null, true));

        assertThatThrownBy(() -> producer.addAndAwait("orders", new NewStream("s", null)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(events).containsExactly("UNAVAILABLE orders");
    }

    @Test
    void aShortfallOfReplicasLeavesTheStreamInDoubt() {
        log.answer = CompletableFuture.completedStage(new Added.Unconfirmed("1-1", 0));

        assertThatThrownBy(() -> producer.addAndAwait("orders", new NewStream("s", null)))
                .isInstanceOf(EnqueueInterruptedException.class)
                .hasMessage("the stream may have been added")
                .hasCauseInstanceOf(UnconfirmedException.class);
        assertThat(events).containsExactly("UNCONFIRMED orders");
    }

    @Test
    void nothingIsAddedBeforeSomebodySubscribesAndAnewEachTime() {
        Uni<String> add = producer.add("orders", new NewStream("s", null));
        assertThat(log.added).isEmpty();

        add.await().indefinitely();
        add.await().indefinitely();

        assertThat(log.added).hasSize(2);
    }

    private InvalidRequestException refused(String service, NewStream stream) {
        return catchThrowableOfType(InvalidRequestException.class, () -> producer.addAndAwait(service, stream));
    }

    private StreamProducer producer(int maxInfo) {
        StreamLimits limits = new StreamLimits(maxInfo, MAX_LENGTH);
        EnqueueEvents listener = new EnqueueEvents() {
            @Override
            public void streamAdded(String service) {
                events.add("added to " + service);
            }

            @Override
            public void streamFailed(String service, Failure failure) {
                events.add(failure + " " + service);
            }
        };
        return new StreamProducer(
                new StreamEncoder(new ObjectMapper(), limits),
                new StreamWriter(log, limits, listener),
                EnqueueSurroundings.NONE);
    }

    private record Order(String id, List<Integer> items) {}

    private static final class FakeLog implements StreamLog {
        private final List<String> added = new ArrayList<>();
        private CompletionStage<Added> answer = CompletableFuture.completedStage(new Added.Written("1-1"));

        @Override
        public CompletionStage<Added> add(String service, String assignment, long maxLength) {
            added.add(service + " " + assignment + " of at most " + maxLength);
            return answer;
        }
    }
}
