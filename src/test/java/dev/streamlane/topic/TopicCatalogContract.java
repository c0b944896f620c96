package dev.streamlane.topic;

import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.testing.Ports;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every store's topics must do. */
public abstract class TopicCatalogContract {
    private static final TopicSettings OTHER = new TopicSettings(7, 0, Overflow.TRIM, Ordering.NONE, 9, 0);

    protected abstract Ports ports();

    @Test
    void anUnknownTopicIsNotFound() {
        assertThat(get(ports().topics().find(TOPIC))).isEmpty();
        assertThat(get(ports().topics().names())).isEmpty();
    }

    @Test
    void aTopicIsCreatedWithItsInitialSettings() {
        assertThat(get(ports().topics().ensure(TOPIC, SETTINGS, 10))).isEqualTo(SETTINGS);

        assertThat(get(ports().topics().find(TOPIC))).contains(SETTINGS);
        assertThat(get(ports().topics().names())).containsExactly(TOPIC);
    }

    @Test
    void allSettingsAreKept() {
        get(ports().topics().ensure(TOPIC, OTHER, 10));

        assertThat(get(ports().topics().find(TOPIC))).contains(OTHER);
    }

    @Test
    void theFirstSettingsStay() {
        get(ports().topics().ensure(TOPIC, SETTINGS, 10));

        assertThat(get(ports().topics().ensure(TOPIC, OTHER, 10))).isEqualTo(SETTINGS);
    }

    @Test
    void g8_oneTopicTooManyIsRefused() {
        get(ports().topics().ensure("first", SETTINGS, 2));
        get(ports().topics().ensure("second", SETTINGS, 2));

        assertThatThrownBy(() -> get(ports().topics().ensure("third", SETTINGS, 2)))
                .isInstanceOf(TooManyTopicsException.class)
                .hasMessageContaining("third");

        assertThat(get(ports().topics().find("third"))).isEmpty();
        assertThat(get(ports().topics().ensure("second", OTHER, 2))).isEqualTo(SETTINGS);
    }

    @Test
    void whatAChangeLeavesOpenStays() {
        get(ports().topics().ensure(TOPIC, SETTINGS, 10));

        Optional<TopicSettings> changed = get(ports().topics()
                .change(
                        TOPIC,
                        new TopicChange(
                                OptionalInt.empty(), OptionalLong.of(77), Optional.empty(), OptionalLong.of(50))));

        TopicSettings expected = new TopicSettings(4, 77, Overflow.REJECT, Ordering.KEY, 5, 50);
        assertThat(changed).contains(expected);
        assertThat(get(ports().topics().find(TOPIC))).contains(expected);
    }

    @Test
    void partitionsGrow() {
        get(ports().topics().ensure(TOPIC, SETTINGS, 10));

        Optional<TopicSettings> changed = get(ports().topics()
                .change(
                        TOPIC,
                        new TopicChange(
                                OptionalInt.of(8),
                                OptionalLong.empty(),
                                Optional.of(Overflow.TRIM),
                                OptionalLong.empty())));

        assertThat(changed).contains(new TopicSettings(8, 1000, Overflow.TRIM, Ordering.KEY, 5, 0));
    }

    @Test
    void partitionsNeverShrink() {
        get(ports().topics().ensure(TOPIC, SETTINGS, 10));

        Optional<TopicSettings> changed = get(ports().topics()
                .change(
                        TOPIC,
                        new TopicChange(
                                OptionalInt.of(2), OptionalLong.empty(), Optional.empty(), OptionalLong.empty())));

        assertThat(changed).contains(SETTINGS);
    }

    @Test
    void anUnknownTopicIsNotChanged() {
        TopicChange change = new TopicChange(
                OptionalInt.of(2), OptionalLong.of(1), Optional.of(Overflow.TRIM), OptionalLong.empty());

        assertThat(get(ports().topics().change(TOPIC, change))).isEmpty();
        assertThat(get(ports().topics().find(TOPIC))).isEmpty();
    }
}
