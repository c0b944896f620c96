package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.LogCapture;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryNotificationsTest {
    private static final String SERVICE = "load-balance-demo";
    private static final String PARAMETER = "notify-keyspace-events";

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private final AtomicInteger woken = new AtomicInteger();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private ExpiryNotifications notifications;
    private RedisWakeups wakeups;

    @BeforeEach
    void open() {
        notifications = new ExpiryNotifications(REDIS.lanes(), true);
        wakeups = new RedisWakeups(REDIS.lanes(), REDIS.keys(), notifications);
        REDIS.run("CONFIG", "SET", PARAMETER, "");
        REDIS.run("CONFIG", "RESETSTAT");
    }

    @AfterEach
    void close() {
        wakeups.close();
    }

    @ParameterizedTest(name = "with \"{0}\" set: \"{1}\"")
    @CsvSource({"'', xK", "Elg, glxKE", "AE, AKE"})
    void redisTellsOfExpiredKeysAndOfAllThatItHasToldOfBefore(String present, String afterwards) {
        REDIS.run("CONFIG", "SET", PARAMETER, present);

        get(notifications.ask());

        assertThat(flags()).isEqualTo(afterwards);
    }

    @Test
    void whatIsEnoughIsNotSetAgain() {
        REDIS.run("CONFIG", "SET", PARAMETER, "AKE");
        REDIS.run("CONFIG", "RESETSTAT");

        get(notifications.ask());

        assertThat(calls("config|get")).isEqualTo(1);
        assertThat(calls("config|set")).isZero();
    }

    @Test
    void whoDoesNotWantItDoesNotAsk() {
        get(new ExpiryNotifications(REDIS.lanes(), false).ask());

        assertThat(calls("config|get")).isZero();
        assertThat(flags()).isEmpty();
    }

    @Test
    void refusalsAreOneLineThatSaysWhatTheyMean() {
        REDIS.run("ACL", "SETUSER", "default", "-config");
        try (LogCapture log = LogCapture.of(ExpiryNotifications.class, warnings)) {
            get(notifications.ask());
            get(notifications.ask());
        } finally {
            REDIS.run("ACL", "SETUSER", "default", "+config");
        }

        assertThat(warnings).singleElement().asString().contains(PARAMETER, "NOPERM", "within the same bound");
    }

    @Test
    void aServerThatMayBeReadButNotSetRefusesToo() {
        REDIS.run("ACL", "SETUSER", "default", "-config|set");
        try (LogCapture log = LogCapture.of(ExpiryNotifications.class, warnings)) {
            get(notifications.ask());
        } finally {
            REDIS.run("ACL", "SETUSER", "default", "+config");
        }

        assertThat(warnings).singleElement().asString().contains(PARAMETER, "NOPERM");
    }

    @Test
    void whoServesAStreamServiceAsksAndWhoServesSeveralAsksOnce() {
        wakeups.ofService(SERVICE).subscribe(woken::incrementAndGet);
        await().until(() -> flags().equals("xK") && woken.get() == 1);
        int connects = REDIS.connects();

        wakeups.ofService("other").subscribe(woken::incrementAndGet);

        await().until(() -> woken.get() == 2);
        assertThat(REDIS.connects()).isEqualTo(connects);
    }

    @Test
    void whoServesGroupsOnlyDoesNotAsk() {
        int connects = REDIS.connects();

        wakeups.ofGroup(GROUP).subscribe(woken::incrementAndGet);

        await().until(() -> woken.get() > 0);
        assertThat(REDIS.connects()).isEqualTo(connects + 1);
    }

    @Test
    void wakeUpsGoOnWithoutIt() {
        REDIS.run("ACL", "SETUSER", "default", "-config");
        try {
            wakeups.ofService(SERVICE).subscribe(woken::incrementAndGet);
            await().until(() -> woken.get() > 0);
            woken.set(0);

            REDIS.run("PUBLISH", REDIS.keys().serviceWake(SERVICE), "");

            await().until(() -> woken.get() > 0);
        } finally {
            REDIS.run("ACL", "SETUSER", "default", "+config");
        }
    }

    @Test
    void g7_aRestartedRedisIsAskedAgain() {
        wakeups.ofService(SERVICE).subscribe(woken::incrementAndGet);
        await().until(() -> flags().equals("xK"));

        REDIS.server().restartEmpty();

        await().ignoreExceptions().until(() -> flags().equals("xK"));
    }

    private static String flags() {
        return REDIS.run("CONFIG", "GET", PARAMETER).get(PARAMETER).toString();
    }

    /** How often a command of Redis was run. */
    private static long calls(String command) {
        return REDIS.text("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }
}
