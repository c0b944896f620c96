package dev.streamlane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyspaceFlagsTest {
    @ParameterizedTest(name = "\"{0}\" becomes \"{1}\"")
    @CsvSource({
        "'', Kx",
        "K, Kx",
        "E, EKx",
        "x, xK",
        "A, AK",
        "xE, xEK",
        "AE, AEK",
        "glE, glEKx",
        "Elg, ElgKx",
        "g$lshzetd, g$lshzetdKx",
        "g$lshzxetd, g$lshzxetdK",
        "KEg$lshzetd, KEg$lshzetdx",
        "m, mKx",
        "nKE, nKEx",
        "AEm, AEmK",
        // From a server newer than this test.
        "Eco, EcoKx"
    })
    void whatIsMissingIsAddedAndAllElseIsKept(String present, String merged) {
        assertThat(KeyspaceFlags.withExpired(present)).isEqualTo(merged);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"Kx", "xK", "KEx", "xKE", "AK", "AKE", "AKEm", "g$lshzxetdK", "xnKEm"})
    void whatIsEnoughIsLeftAsItIs(String present) {
        assertThat(KeyspaceFlags.withExpired(present)).isEqualTo(present);
    }
}
