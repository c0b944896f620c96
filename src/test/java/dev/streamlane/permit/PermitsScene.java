package dev.streamlane.permit;

import static dev.streamlane.testing.Scene.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.permit.PermitLedger.Ask;
import dev.streamlane.testing.ManualLoop;
import dev.streamlane.testing.QuietLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The permits of one group in one process, and what its partitions do with them. */
abstract class PermitsScene {
    static final Duration SECOND = Duration.ofSeconds(1);
    static final GroupLimits RUNNING = new GroupLimits(10, 0, SECOND);
    static final GroupLimits RATE = new GroupLimits(0, 10, SECOND);
    static final int MAX = 64;

    final ManualLoop loop = new ManualLoop();
    final FakeLedger ledger = new FakeLedger(loop);
    final QuietLog log = QuietLog.begin();
    int told;
    double chance;

    @AfterEach
    void endLog() {
        log.close();
    }

    Permits permits(GroupLimits limits) {
        Permits permits = new LedgerPermits(GROUP, limits, ledger, loop, loop, loop, () -> chance, MAX);
        permits.onMore(() -> told++);
        return permits;
    }

    /** Permits under which so many jobs run. */
    Permits running(int count) {
        Permits permits = permits(RUNNING);
        want(permits, count);
        ledger.grant(count, 0, Duration.ZERO);
        take(permits, count);
        return permits;
    }

    void want(Permits permits, int count) {
        permits.want(this, count);
        loop.run();
    }

    long take(Permits permits, int count) {
        return permits.take(this, count, loop.nanos());
    }

    void give(Permits permits, int count) {
        permits.give(count);
        loop.run();
    }

    /** The call with this number was the last one, and said this of what runs. */
    void assertLastAsk(long number, int running, int more) {
        assertThat(ledger.last())
                .extracting(Ask::number, Ask::running, Ask::more)
                .containsExactly(number, running, more);
    }
}
