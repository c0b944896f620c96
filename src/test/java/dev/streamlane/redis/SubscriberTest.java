package dev.streamlane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Wakeups.Subscription;
import io.vertx.redis.client.impl.types.ErrorType;
import io.vertx.redis.client.impl.types.SimpleStringType;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubscriberTest {
    private static final Source CHANNEL = Source.channel("a.1");
    private static final Source PATTERN = Source.pattern("a.*");

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private Subscriber subscriber;

    @BeforeEach
    void open() {
        subscriber = new Subscriber(REDIS.lanes());
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void aPatternHearsAllChannelsThatMatchItAndAChannelOnlyItself() {
        Heard pattern = listen(PATTERN);
        Heard channel = listen(CHANNEL);

        REDIS.run("PUBLISH", "a.1", "one");
        REDIS.run("PUBLISH", "a.2", "two");
        REDIS.run("PUBLISH", "b.1", "three");
        REDIS.run("PUBLISH", "a.1", "end");

        pattern.hears("one", "two", "end");
        channel.hears("one", "end");
    }

    @Test
    void aPatternIsNotTakenForAChannelOfThatName() {
        Heard pattern = listen(PATTERN);
        Heard channel = listen(Source.channel("a.*"));

        REDIS.run("PUBLISH", "a.1", "one");
        REDIS.run("PUBLISH", "a.*", "two");

        pattern.hears("one", "two");
        channel.hears("two");
    }

    @Test
    void theEndOfOneSubscriptionLeavesTheOthers() {
        Heard kept = listen(PATTERN);
        Heard ended = new Heard();
        Subscription subscription = subscriber.subscribe(PATTERN, ended);

        subscription.close();
        subscription.close();
        REDIS.run("PUBLISH", "a.1", "one");

        kept.hears("one");
        assertThat(ended.texts).isEmpty();
    }

    @Test
    void theEndOfTheLastSubscriptionLeavesNothingInRedis() {
        Subscription pattern = subscriber.subscribe(PATTERN, new Heard());
        Subscription channel = subscriber.subscribe(CHANNEL, new Heard());
        await().until(() -> patterns() == 1 && channels() == 1);

        pattern.close();
        channel.close();

        await().until(() -> patterns() == 0 && channels() == 0);
    }

    @Test
    void aPongThatComesAsAMessageIsNoFailure() {
        assertThatCode(() -> subscriber.hear(SimpleStringType.create("PONG"))).doesNotThrowAnyException();
    }

    @Test
    void g7_whoMayNotListenToAPatternHearsChannelsAndIsNotConnectedAnew() {
        REDIS.run("ACL", "SETUSER", "default", "resetchannels", "&a.1");
        try {
            Heard pattern = new Heard();
            subscriber.subscribe(PATTERN, pattern);
            Heard channel = listen(CHANNEL);
            int connects = REDIS.connects();

            REDIS.run("PUBLISH", "a.1", "one");

            channel.hears("one");
            assertThat(pattern.subscriptions).isEmpty();
            assertThat(REDIS.connects()).isEqualTo(connects);
        } finally {
            REDIS.run("ACL", "SETUSER", "default", "allchannels");
        }
    }

    @Test
    void aRefusalIsNoMessage() {
        Heard pattern = listen(PATTERN);

        subscriber.hear(ErrorType.create("NOPERM this user has no permissions to access one of the channels"));

        assertThat(pattern.texts).isEmpty();
    }

    private Heard listen(Source source) {
        Heard heard = new Heard();
        subscriber.subscribe(source, heard);
        await().until(() -> !heard.subscriptions.isEmpty());
        return heard;
    }

    private static long patterns() {
        return REDIS.number("PUBSUB", "NUMPAT");
    }

    private static long channels() {
        return REDIS.run("PUBSUB", "CHANNELS").size();
    }

    private static final class Heard implements Subscriber.Listener {
        private final Queue<String> texts = new ConcurrentLinkedQueue<>();
        private final Queue<Boolean> subscriptions = new ConcurrentLinkedQueue<>();

        @Override
        public void subscribed() {
            subscriptions.add(true);
        }

        @Override
        public void published(String text) {
            texts.add(text);
        }

        void hears(String... expected) {
            await().until(() -> texts.size() >= expected.length);
            assertThat(texts).containsExactlyElementsOf(List.of(expected));
        }
    }
}
