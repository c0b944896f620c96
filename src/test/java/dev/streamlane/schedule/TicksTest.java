package dev.streamlane.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {
    private static final String BERLIN = "Europe/Berlin";

    @ParameterizedTest
    @CsvSource({
        "0 9 * * MON-FRI, 2026-01-01T00:00:00Z, 2026-01-01T09:00:00Z 2026-01-02T09:00:00Z 2026-01-05T09:00:00Z",
        "*/15 * * * *, 2026-01-01T00:00:00Z, 2026-01-01T00:15:00Z 2026-01-01T00:30:00Z 2026-01-01T00:45:00Z",
        "*/20 0 * * * *, 2026-01-01T00:00:30Z, 2026-01-01T00:00:40Z 2026-01-01T01:00:00Z 2026-01-01T01:00:20Z",
        "0 0 29 2 *, 2026-01-01T00:00:00Z, 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z 2036-02-29T00:00:00Z",
        "0 0 * * 0, 2026-01-01T00:00:00Z, 2026-01-04T00:00:00Z 2026-01-11T00:00:00Z 2026-01-18T00:00:00Z",
        "0 0 * * 7, 2026-01-01T00:00:00Z, 2026-01-04T00:00:00Z 2026-01-11T00:00:00Z 2026-01-18T00:00:00Z",
        "0 0 13 * FRI, 2026-02-01T00:00:00Z, 2026-02-06T00:00:00Z 2026-02-13T00:00:00Z 2026-02-20T00:00:00Z"
    })
    void itTicksAsUnixDoes(String cron, Instant after, String ticks) {
        assertThat(ticks(cron, "UTC", after, 3)).isEqualTo(List.of(ticks.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        // Clocks go from 2:00 to 3:00 on 29 March 2026, and from 3:00 to 2:00 on 25 October.
        "30 2 * * *, 2026-03-28T00:00:00Z, 2026-03-28T01:30:00Z 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
        "*/30 2 * * *, 2026-03-28T02:00:00Z, 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z 2026-03-30T00:30:00Z",
        "'0 2,3 * * *', 2026-03-28T02:30:00Z, 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z 2026-03-30T01:00:00Z",
        "0 * * * *, 2026-03-28T23:30:00Z, 2026-03-29T00:00:00Z 2026-03-29T01:00:00Z 2026-03-29T02:00:00Z",
        "30 2 * * *, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z 2026-10-27T01:30:00Z",
        "30 2 * * *, 2026-10-25T01:10:00Z, 2026-10-26T01:30:00Z 2026-10-27T01:30:00Z 2026-10-28T01:30:00Z",
        "0 2-3 * * *, 2026-10-24T22:00:00Z, 2026-10-25T00:00:00Z 2026-10-25T02:00:00Z 2026-10-26T01:00:00Z",
        "0 * * * *, 2026-10-24T23:30:00Z, 2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z",
        "30 */1 * * *, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z"
    })
    void anHourThatIsLeftOutOrComesTwiceTicksOnceUnlessItTicksEveryHour(String cron, Instant after, String ticks) {
        assertThat(ticks(cron, BERLIN, after, 3)).isEqualTo(List.of(ticks.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-03-27T00:00:00Z", "2026-10-23T00:00:00Z", "2027-03-26T00:00:00Z", "2027-10-29T00:00:00Z"})
    void ticksRiseAndNoneIsSkippedInDaysWhenClocksChange(Instant start) {
        for (String cron : List.of("*/10 * * * *", "7 2 * * *", "0,30 1-3 * * SUN", "59 59 2 * * *")) {
            Ticks ticks = Ticks.of(cron, ZoneId.of(BERLIN));
            Instant tick = start;
            Instant end = start.plus(Duration.ofDays(5));
            while (tick.isBefore(end)) {
                Instant next = ticks.next(tick).orElseThrow();
                assertThat(next).as("%s after %s", cron, tick).isAfter(tick);
                assertThat(ticks.next(next.minusMillis(1)))
                        .as("%s before %s", cron, next)
                        .contains(next);
                tick = next;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"* * * * * *, PT1000H", "*/10 * * * *, PT5000H", "0 9 * * MON, PT9000H", "0 0 1 1 *, PT90000H"})
    void theLastTickIsFoundHoweverLongNobodyLooked(String cron, Duration outage) {
        Ticks ticks = Ticks.of(cron, ZoneId.of(BERLIN));
        Instant first = ticks.next(Instant.parse("2026-01-01T00:00:00Z")).orElseThrow();
        Instant now = first.plus(outage).plusMillis(1);

        Instant last = ticks.last(first, now);

        assertThat(last).isBetween(first, now);
        assertThat(ticks.next(last).orElseThrow()).isAfter(now);
        assertThat(ticks.next(last.minusMillis(1))).contains(last);
        assertThat(ticks.last(first, first)).isEqualTo(first);
    }

    @Test
    void aDayThatNeverComesHasNoTick() {
        for (String zone : List.of("UTC", BERLIN)) {
            assertThat(Ticks.of("0 0 30 2 *", ZoneId.of(zone)).next(Instant.EPOCH))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "a * * * *",
                "@daily",
                "* * L * *",
                "* * * * MON#2",
                "5-1 * * * *",
                "*/0 * * * *",
                "-1 * * * *"
            })
    void whatIsNoCronExpressionIsRefused(String cron) {
        assertThatThrownBy(() -> Ticks.of(cron, ZoneId.of("UTC"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missedTicksAreSkippedMadeUpForOnceOrAll() {
        Ticks ticks = Ticks.of("0 * * * *", ZoneId.of("UTC"));
        Instant due = Instant.parse("2026-01-01T01:00:00Z");
        Instant second = due.plus(Duration.ofHours(1));
        Instant third = due.plus(Duration.ofHours(2));
        Instant fourth = due.plus(Duration.ofHours(3));
        Instant late = third.plusSeconds(11);

        assertThat(Missed.SKIP.plan(ticks, due, late)).isEqualTo(new Missed.Plan(Optional.empty(), fourth));
        assertThat(Missed.ONCE.plan(ticks, due, late)).isEqualTo(new Missed.Plan(Optional.of(third), fourth));
        assertThat(Missed.ALL.plan(ticks, due, late)).isEqualTo(new Missed.Plan(Optional.of(due), second));
        assertThat(Missed.ALL.plan(ticks, second, late)).isEqualTo(new Missed.Plan(Optional.of(second), third));
        for (Missed missed : Missed.values()) {
            assertThat(missed.plan(ticks, due, due.plusSeconds(10)))
                    .as("%s in time", missed)
                    .isEqualTo(new Missed.Plan(Optional.of(due), second));
        }
    }

    @Test
    void aScheduleIsReadAsItIsStored() {
        Schedule schedule = new Schedule("0 9 * * MON-FRI", BERLIN, Missed.SKIP);

        assertThat(schedule.text()).isEqualTo("0 9 * * MON-FRI|Europe/Berlin|skip");
        assertThat(Schedule.parse(schedule.text())).isEqualTo(schedule);
        assertThatThrownBy(() -> Schedule.parse("x")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> ticks(String cron, String zone, Instant after, int count) {
        Ticks ticks = Ticks.of(cron, ZoneId.of(zone));
        List<String> found = new ArrayList<>();
        Instant tick = after;
        for (int i = 0; i < count; i++) {
            tick = ticks.next(tick).orElseThrow();
            found.add(tick.toString());
        }
        return found;
    }
}
