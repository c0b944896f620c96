package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.schedule.Missed;
import dev.streamlane.schedule.Place;
import dev.streamlane.schedule.Schedule;
import dev.streamlane.schedule.Schedules.Stored;
import dev.streamlane.testing.RespConnection;
import dev.streamlane.testing.Signal;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RESP2, which {@code quarkus.redis.protocol-negotiation=false} chooses: it cannot tell messages from answers. */
class OlderProtocolTest {
    private static final String PARAMETER = "notify-keyspace-events";

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private Redis client;
    private RedisLanes lanes;
    private Subscriber subscriber;

    @BeforeEach
    void open() {
        client = Redis.createClient(
                REDIS.vertx(),
                new RedisOptions()
                        .setConnectionString(REDIS.server().uri().toString())
                        .setProtocolNegotiation(false));
        lanes = new RedisLanes(client, REDIS.vertx(), REDIS.lanes().settings());
        subscriber = new Subscriber(lanes);
    }

    @AfterEach
    void close() {
        subscriber.close();
        lanes.close();
        client.close();
    }

    @Test
    void channelsAndPatternsAreHeard() {
        listen(Source.channel("a.1"));
        listen(Source.pattern("b.*"));

        REDIS.run("PUBLISH", "a.1", "one");
        REDIS.run("PUBLISH", "b.1", "two");

        await().until(() -> heard.size() == 2);
        assertThat(heard).containsExactly("one", "two");
    }

    /** Redis takes up what came while it stood still in the order in which it came. */
    @Test
    void aMessageThatComesInThePlaceOfAPongIsHeard() {
        listen(Source.channel("a.1"));
        try (RespConnection publisher = new RespConnection(REDIS.server().port())) {
            publisher.call("PING");

            REDIS.signal(Signal.STOP);
            try {
                publisher.send("PUBLISH", "a.1", "one");
                subscriber.ping();
            } finally {
                REDIS.signal(Signal.CONT);
            }

            await().until(() -> heard.contains("one"));
        }
    }

    @Test
    void redisIsAskedToTellOfExpiredLocksAndKeepsWhatItTellsAlready() {
        REDIS.run("CONFIG", "SET", PARAMETER, "Elg");

        get(new ExpiryNotifications(lanes, true).ask());

        assertThat(REDIS.run("CONFIG", "GET", PARAMETER).get(PARAMETER)).hasToString("glxKE");
    }

    @Test
    void schedulesAreListedWithTheirNextTicks() {
        Place place = new Place("topic", 0);
        Schedule hourly = new Schedule("0 * * * *", "UTC", Missed.ONCE);
        Instant next = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        NewEntry job = new NewEntry("x", "{}", "", "", 0, 0, "", null, null);
        RedisSchedules schedules = new RedisSchedules(lanes, REDIS.keys(), new DueRoom(2), new ObjectMapper(), 9);
        get(schedules.put(place, "one", hourly, job, Optional.of(next)));
        get(schedules.put(place, "paused", hourly, job, Optional.empty()));

        assertThat(get(schedules.list(place)))
                .containsExactlyInAnyOrder(
                        new Stored("one", 0, hourly, Optional.of(next), null),
                        new Stored("paused", 0, hourly, Optional.empty(), null));
    }

    private void listen(Source source) {
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        subscriber.subscribe(source, new Subscriber.Listener() {
            @Override
            public void subscribed() {
                subscribed.complete(null);
            }

            @Override
            public void published(String text) {
                heard.add(text);
            }
        });
        await().until(subscribed::isDone);
    }
}
