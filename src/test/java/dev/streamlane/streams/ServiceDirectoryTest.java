package dev.streamlane.streams;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.streams.ListedStream.Holder;
import dev.streamlane.streams.ListedStream.State;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.ServiceListing.Note;
import dev.streamlane.streams.ServiceListing.Owner;
import dev.streamlane.streams.ServiceListing.Page;
import dev.streamlane.streams.ServiceListing.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceDirectoryTest {
    private static final int MAX_INFO = 100;
    private static final String ASSIGNMENT = "{\"DataStreamName\":\"orders\",\"Info\":{\"priority\":\"HIGH\",\"n\":1}}";
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ANN = "redis-consumer-ann";
    private static final String GO = "redis-consumer-go";
    private static final StreamSettings SETTINGS = new StreamSettings(
            100,
            Duration.ofSeconds(4),
            5,
            Duration.ZERO,
            MAX_INFO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    private final List<String> asked = new ArrayList<>();
    private Optional<Page> page = Optional.empty();
    private final ServiceDirectory services = new ServiceDirectory(
            (service, after, count) -> {
                asked.add(service + " after " + after + ": " + count);
                return CompletableFuture.completedStage(page);
            },
            new ObjectMapper(),
            SETTINGS);

    @Test
    void anUnknownServiceHasNoPage() {
        assertThat(get(services.page("s", EntryId.parse("7-8"), 9))).isEmpty();

        assertThat(asked).containsExactly("s after 7-8: 9");
    }

    @Test
    void anEntryThatNobodyHasReadWaits() {
        ListedStream stream = stream("6-0", Optional.empty(), Optional.empty());

        assertThat(stream.state()).isEqualTo(State.WAITING);
        assertThat(stream.assignment())
                .contains(new Assignment("orders", Map.of("priority", "HIGH", "n", 1), Priority.HIGH));
        assertThat(stream.holder()).isEmpty();
        assertThat(stream.failures()).isEmpty();
    }

    @Test
    void aStreamOfAReplicaShowsWhatTheReplicaHasNoted() {
        Note note = new Note(7, Optional.of(T), 2, Optional.of("3-4"), Optional.of("redis-consumer-bob"));

        assertThat(stream("5-0", owner(ANN, T.plusSeconds(8)), Optional.of(note)))
                .isEqualTo(new ListedStream(
                        "5-0",
                        Optional.of(new Assignment("orders", Map.of("priority", "HIGH", "n", 1), Priority.HIGH)),
                        Optional.empty(),
                        State.ASSIGNED,
                        Optional.of(new Holder(ANN, T, OptionalLong.of(7))),
                        Optional.of("redis-consumer-bob"),
                        OptionalInt.of(2),
                        Optional.of("3-4")));
    }

    @Test
    void aStreamOfAForeignClientIsItsSinceItGotIt() {
        ListedStream stream = stream("5-0", owner(GO, T), Optional.empty());

        assertThat(stream.state()).isEqualTo(State.ASSIGNED);
        assertThat(stream.holder()).contains(new Holder(GO, T, OptionalLong.empty()));
        assertThat(stream.claimedFrom()).isEmpty();
    }

    @Test
    void whatAForeignClientTookKeepsItsFailuresAndItsCheckpoint() {
        Note note = new Note(7, Optional.empty(), 2, Optional.of("3-4"), Optional.empty());

        ListedStream stream = stream("5-0", owner(GO, T), Optional.of(note));

        assertThat(stream.holder()).contains(new Holder(GO, T, OptionalLong.empty()));
        assertThat(stream.claimedFrom()).isEmpty();
        assertThat(stream.failures()).hasValue(2);
        assertThat(stream.checkpoint()).contains("3-4");
    }

    @Test
    void whatAForeignClientClaimedAfterAReplicaHadLetItGoIsClaimedFromThatReplica() {
        Note note = new Note(7, Optional.empty(), 0, Optional.empty(), Optional.of(ANN));

        ListedStream stream = stream("5-0", owner(GO, T), Optional.of(note));

        assertThat(stream.holder()).contains(new Holder(GO, T, OptionalLong.empty()));
        assertThat(stream.claimedFrom()).contains(ANN);
    }

    @Test
    void aStreamThatIsNobodysSaysWhoHadIt() {
        Note note = new Note(7, Optional.empty(), 1, Optional.empty(), Optional.of(ANN));

        ListedStream stream = stream("5-0", owner(LoadBalancer.NOBODY, T), Optional.of(note));

        assertThat(stream.state()).isEqualTo(State.UNOWNED);
        assertThat(stream.holder()).isEmpty();
        assertThat(stream.claimedFrom()).contains(ANN);
        assertThat(stream.failures()).hasValue(1);
    }

    @Test
    void anEntryThatWasReadAndIsNotPendingIsDone() {
        assertThat(stream("5-0", Optional.empty(), Optional.empty()).state()).isEqualTo(State.DONE);
    }

    @Test
    void anAssignmentsFieldsMayBeWrittenInUpperAndLowerCase() {
        String text = "{\"datastreamname\":\"orders\",\"INFO\":{\"n\":1}}";
        page = Optional.of(new Page(
                1,
                0,
                0,
                "5-0",
                List.of(new Row(new Entry("6-0", text, text.length()), Optional.empty(), Optional.empty())),
                false));

        assertThat(only().assignment()).contains(new Assignment("orders", Map.of("n", 1), Priority.NORMAL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            none                        | 0   | is missing
            none                        | 101 | has 101 bytes
            {                           | 1   | is not JSON
            []                          | 2   | is not a JSON object
            {"Info":{}}                 | 11  | DataStreamName must be
            {"DataStreamName":"","x":1} | 27  | DataStreamName must be
            {"DataStreamName":7}        | 20  | DataStreamName must be
            """)
    void whatIsNoAssignmentIsShownWithItsStateAndWhy(String text, int length, String reason) {
        page = Optional.of(new Page(
                1,
                1,
                0,
                "5-0",
                List.of(new Row(new Entry("5-0", text, length), owner(GO, T), Optional.empty())),
                false));

        ListedStream stream = only();

        assertThat(stream.assignment()).isEmpty();
        assertThat(stream.error()).get().asString().contains(reason);
        assertThat(stream.state()).isEqualTo(State.ASSIGNED);
    }

    @Test
    void theNumbersAreThoseOfTheWholeService() {
        page = Optional.of(new Page(10, 6, 2, "5-0", List.of(), false));

        assertThat(get(services.page("s", EntryId.parse("0-0"), 1)))
                .contains(new ServicePage(4, 4, 2, List.of(), Optional.empty()));
    }

    @Test
    void pendingEntriesThatWereDeletedByHandDoNotMakeTheWaitingNegative() {
        page = Optional.of(new Page(1, 3, 0, "5-0", List.of(), false));

        assertThat(get(services.page("s", EntryId.parse("0-0"), 1))
                        .orElseThrow()
                        .waiting())
                .isZero();
    }

    @Test
    void theNextPageBeginsAfterTheLastEntryOfThisOne() {
        page = Optional.of(new Page(3, 0, 0, "0-0", List.of(waiting("1-0"), waiting("2-7")), true));

        assertThat(get(services.page("s", EntryId.parse("0-0"), 2))
                        .orElseThrow()
                        .next())
                .contains("2-7");
    }

    private ListedStream stream(String id, Optional<Owner> owner, Optional<Note> note) {
        Row row = new Row(new Entry(id, ASSIGNMENT, ASSIGNMENT.length()), owner, note);
        page = Optional.of(new Page(1, 0, 0, "5-0", List.of(row), false));
        return only();
    }

    private ListedStream only() {
        return get(services.page("s", EntryId.parse("0-0"), 1))
                .orElseThrow()
                .streams()
                .get(0);
    }

    private static Row waiting(String id) {
        return new Row(new Entry(id, ASSIGNMENT, ASSIGNMENT.length()), Optional.empty(), Optional.empty());
    }

    private static Optional<Owner> owner(String consumer, Instant since) {
        return Optional.of(new Owner(consumer, since));
    }
}
