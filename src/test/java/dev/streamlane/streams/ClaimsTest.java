package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.streams.Looks.Verdict.Claimable;
import dev.streamlane.testing.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is claimed next. */
class ClaimsTest {
    private static final int MAX_ATTEMPTS = 3;
    private static final int ROOM = 100;
    private static final Duration TTL = Duration.ofSeconds(4);

    private final ManualLoop loop = new ManualLoop();
    private final FakeLbs lbs = new FakeLbs(loop);
    private final FakeBalancer balancer = lbs.view("redis-consumer-a", "a-1", TTL);
    private final HeldStreams held = new HeldStreams();
    private final List<String> granted = new ArrayList<>();
    private int looksAtTheClock;
    private final Claims claims = claims();

    @BeforeEach
    void join() {
        balancer.beat(true, new LoadBalancer.Load(0, ROOM));
    }

    @Test
    void thousandsThatMustRunAloneMakeNoRoundOfClaimsLonger() {
        claims.found(suspects(5000));
        claims.pump();
        loop.run();
        assertThat(granted).containsExactly("suspect-0");
        looksAtTheClock = 0;

        claims.pump();

        assertThat(looksAtTheClock).isLessThan(5);
    }

    @Test
    void whoMustRunAloneHoldsNobodyElseUp() {
        List<Candidate> mixed = new ArrayList<>(suspects(3));
        mixed.add(candidate("other", "normal", 0));
        claims.found(mixed);
        claims.pump();
        loop.run();

        assertThat(granted).containsExactly("suspect-0", "other");
        claims.release(idOf("suspect-0"));
        claims.pump();
        loop.run();

        assertThat(granted).containsExactly("suspect-0", "other", "suspect-1");
    }

    @Test
    void whoMustRunAloneHasItsTurnByItsPriority() {
        claims.found(List.of(candidate("high", "high", 0), candidate("suspect", "normal", MAX_ATTEMPTS - 1)));
        claims.pump();
        loop.run();

        assertThat(granted).containsExactly("high", "suspect");
    }

    @Test
    void whatWasFoundIsReadWhenItIsOursAndOnlyThen() {
        Candidate ours = candidate("a", "normal", 0);
        Candidate others = candidate("b", "normal", 0);
        lbs.pending.get(others.id()).owner = "redis-consumer-b";

        claims.found(List.of(ours, others));
        claims.pump();
        loop.run();

        assertThat(granted).containsExactly("a");
        assertThat(balancer.calls)
                .filteredOn(call -> call.startsWith("read"))
                .containsExactly("read [" + ours.id() + "]");
    }

    @Test
    void whatIsOursAndCannotBeReadIsOursNevertheless() {
        balancer.losesAnswer = call -> call.startsWith("read");
        claims.found(List.of(candidate("a", "normal", 0)));
        claims.pump();
        loop.run();

        assertThat(granted).containsExactly("unread");
        assertThat(claims.size()).isZero();
    }

    @Test
    void givesBackWhatItHasNoRoomForAndKeepsTheMostUrgent() {
        claims.outdate();
        List<Candidate> low =
                IntStream.range(0, ROOM).mapToObj(i -> taken("low")).toList();
        Candidate high = taken("high");

        claims.giveBackTaken();
        loop.run();

        assertThat(claims.size()).isEqualTo(ROOM);
        assertThat(claims.knows(high.id())).isTrue();
        assertThat(balancer.calls("disclaim")).isEqualTo(1);
        assertThat(balancer.calls).contains("disclaim " + low.get(ROOM - 1).id());
        assertThat(balancer.calls("wake")).isEqualTo(1);
    }

    @Test
    void wakesNobodyIfItGivesNothingBack() {
        claims.outdate();
        taken("low");

        claims.giveBackTaken();
        loop.run();

        assertThat(claims.size()).isEqualTo(1);
        assertThat(balancer.calls("wake")).isZero();
    }

    @Test
    void wakesTheOthersWhenTheLastIsGivenBack() {
        IntStream.range(0, ROOM + 5).forEach(i -> taken("low"));

        claims.giveBackTaken();
        loop.run();

        assertThat(balancer.calls("disclaim")).isEqualTo(5);
        assertThat(balancer.calls.get(balancer.calls.size() - 1)).isEqualTo("wake");
        assertThat(balancer.calls("wake")).isEqualTo(1);
    }

    private Candidate taken(String priority) {
        String name = "taken-" + lbs.pending.size();
        String id = lbs.add(name, priority);
        lbs.deliver(id, balancer.me());
        Candidate candidate = Candidate.taken(
                id, Reading.of(lbs.read(id), new AssignmentDecoder(new ObjectMapper(), 1000)), balancer.me());
        claims.taken(candidate);
        return candidate;
    }

    private List<Candidate> suspects(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> candidate("suspect-" + i, "normal", MAX_ATTEMPTS - 1))
                .toList();
    }

    private Candidate candidate(String name, String priority, int failures) {
        String id = lbs.add(name, priority);
        lbs.deliver(id, LoadBalancer.NOBODY);
        Label label = new Label(name, Priority.valueOf(priority.toUpperCase(Locale.ROOT)));
        return new Candidate(
                id, label, Optional.empty(), LoadBalancer.NOBODY, failures, new Claimable(Duration.ZERO, false));
    }

    private String idOf(String name) {
        return lbs.names.get(name);
    }

    private Claims claims() {
        StreamSettings settings = new StreamSettings(
                ROOM,
                TTL,
                MAX_ATTEMPTS,
                Duration.ofMillis(500),
                1000,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5));
        ServiceContext context = new ServiceContext(
                "orders",
                settings,
                loop,
                loop,
                () -> {
                    looksAtTheClock++;
                    return loop.nanos();
                },
                balancer,
                null,
                new AssignmentDecoder(new ObjectMapper(), settings.maxInfo()),
                (stream, ended) -> () -> {},
                Runnable::run,
                new RetryPolicy(settings.initialBackoff(), settings.maxBackoff(), () -> 1),
                StreamEvents.NONE,
                () -> {});
        return new Claims(
                context,
                held,
                (from, reading, grant, asked) -> granted.add(
                        reading.map(Reading::assignment).map(Assignment::name).orElse("unread")),
                () -> {});
    }
}
