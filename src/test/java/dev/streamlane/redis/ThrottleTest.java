package dev.streamlane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<Runnable> rests = new ArrayDeque<>();
    private final Throttle throttle = new Throttle(done::incrementAndGet, rests::add);

    @Test
    void theFirstCallIsLetThroughAtOnce() {
        throttle.call();

        assertThat(done).hasValue(1);
    }

    @Test
    void whatComesDuringARestIsOneCallAtItsEnd() {
        throttle.call();
        throttle.call();
        throttle.call();
        assertThat(done).hasValue(1);

        rests.remove().run();

        assertThat(done).hasValue(2);
    }

    @Test
    void theCallAtTheEndOfARestIsFollowedByARestToo() {
        throttle.call();
        throttle.call();
        rests.remove().run();
        throttle.call();
        assertThat(done).hasValue(2);

        rests.remove().run();

        assertThat(done).hasValue(3);
    }

    @Test
    void afterAQuietRestTheNextCallIsAFirstOne() {
        throttle.call();
        rests.remove().run();
        assertThat(done).hasValue(1);

        throttle.call();

        assertThat(done).hasValue(2);
        assertThat(rests).hasSize(1);
    }
}
