package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.testing.ManualLoop;
import dev.streamlane.topic.StoreRefusedException;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailureRowTest {
    private static final Throwable REFUSED = new StoreRefusedException("NOPERM", null);

    private final ManualLoop loop = new ManualLoop();
    private final FailureRow row = new FailureRow(loop);
    private final List<String> told = new ArrayList<>();

    @Test
    void theFirstOfARowIsTold() {
        row.failed(REFUSED, told::add);
        loop.advance(Duration.ofHours(1));
        row.failed(new StoreRefusedException("OOM", null), told::add);

        assertThat(told).containsExactly("NOPERM");
    }

    @Test
    void anErrorOfOurOwnIsToldToo() {
        row.failed(new CompletionException(new IllegalStateException("broken\nin two")), told::add);

        assertThat(told).containsExactly("broken\\u000ain two");
    }

    @Test
    void thatRedisCannotBeReachedIsNotTold() {
        row.failed(new CompletionException(new StoreUnavailableException("away", null)), told::add);
        row.failed(REFUSED, told::add);

        assertThat(told).containsExactly("NOPERM");
    }

    @Test
    void rowsThatFollowEachOtherAreToldOnceAMinute() {
        for (int second = 0; second < 90; second++) {
            row.failed(REFUSED, told::add);
            row.ended();
            loop.advance(Duration.ofSeconds(1));
        }

        assertThat(told).hasSize(2);
    }
}
