package dev.streamlane.bench.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {
    private final Commands earlier = Commands.parse("# Commandstats\r\ncmdstat_evalsha:calls=10,usec=9\r\n");
    private final Commands since = Commands.parse("""
                    # Commandstats
                    cmdstat_evalsha:calls=13,usec=9,usec_per_call=1.00,rejected_calls=0,failed_calls=0
                    cmdstat_xread:calls=5,usec=9
                    cmdstat_script|load:calls=1,usec=9
                    cmdstat_script|exists:calls=1,usec=9
                    cmdstat_xadd:calls=100,usec=9
                    cmdstat_info:calls=7,usec=9
                    """).since(earlier);

    @Test
    void whatScriptsCallIsNotSentByTheService() {
        assertThat(since.sent()).isEqualTo(3 + 5 + 2);
    }

    @Test
    void readsThatWaitCanBeLeftOut() {
        assertThat(since.sentBeyondReads()).isEqualTo(3 + 2);
    }

    @Test
    void callsAreThoseOfScriptsAsWellButNotTheBenchmarksOwn() {
        assertThat(since.calledBeyondReads()).isEqualTo(3 + 2 + 100);
    }
}
