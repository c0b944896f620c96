package dev.streamlane.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReaderTest {
    private static final String HASH = "sha256:%s";

    private final KeyReader reader = new KeyReader();

    @Test
    void aLineIsANameItsRolesAndAHash() {
        reader.lines(
                "keys",
                List.of("# who", "", " shop : producer, viewer : " + hash('a') + " ", "ops:operator:" + hash('b')));

        assertThat(reader.faults()).isEmpty();
        assertThat(reader.keys()).extracting(ApiKey::name).containsExactly("shop", "ops");
        assertThat(reader.keys())
                .extracting(ApiKey::roles)
                .containsExactly(Set.of("producer", "viewer"), Set.of("operator"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop",
                "shop:producer",
                "shop:producer:HASH-OF-NO-KIND",
                "shop:producer:sha1:0123456789012345678901234567890123456789",
                "shop:producer:sha256:01234567890123456789",
                "shop:owner:HASH",
                "shop::HASH",
                "shop:,producer:HASH",
                "two words:producer:HASH",
                ":producer:HASH"
            })
    void aLineWithAFaultIsRefusedWithoutShowingItsHash(String line) {
        reader.lines("keys", List.of("# first", line.replace("HASH", hash('c'))));

        assertThat(reader.keys()).isEmpty();
        assertThat(reader.faults())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("keys, line 2")
                .doesNotContain("0123", "ccc");
    }

    @Test
    void noNameAndNoKeyIsThereTwice() {
        reader.key("first", "shop", "viewer", hash('a'));
        reader.key("second", "shop", "viewer", hash('b'));
        reader.key("third", "store", "viewer", hash('a'));

        assertThat(reader.faults())
                .containsExactly("second: there is another key of the name shop", "third: it is the same key as shop");
    }

    @Test
    void thereIsALimit() {
        for (int i = 0; i <= ApiKeys.MAX; i++) {
            reader.key("key " + i, "n" + i, "viewer", "sha256:" + "%064x".formatted(i));
        }

        assertThat(reader.faults()).containsExactly("key 1000: there are more than 1000 keys");
    }

    private static String hash(char digit) {
        return HASH.formatted(String.valueOf(digit).repeat(64));
    }
}
