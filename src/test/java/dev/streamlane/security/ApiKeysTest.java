package dev.streamlane.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    /** As {@code printf %s KEY | sha256sum} has it. */
    private static final String KEY = "b5bb9d8014a0f9b1d61e21e796d78dcc";

    private static final String DIGITS = "c4a8bea64af81a9420499ddce4225be42b263b3945c8db317d16e7c15b38a4d1";

    @Test
    void aKeyIsFoundByItsHash() {
        ApiKeys keys = new ApiKeys(List.of(key("other", KeyHash.of(KEY + "x")), key("mine", KeyHash.of(KEY))));

        assertThat(keys.find(KEY)).get().extracting(ApiKey::name).isEqualTo("mine");
        assertThat(keys.find(KEY.toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(keys.find(KEY + " ")).isEmpty();
    }

    @Test
    void theHashIsTheOneOfSha256sum() {
        assertThat(KeyHash.parse("sha256:" + DIGITS)).get().matches(hash -> hash.is(KeyHash.of(KEY)));
    }

    @Test
    void aKeyThatCouldBeGuessedOrHasNoEndIsNone() {
        String brief = "k".repeat(ApiKeys.MIN_LENGTH - 1);
        String longest = "k".repeat(ApiKeys.MAX_LENGTH);
        ApiKeys keys = new ApiKeys(List.of(
                key("brief", KeyHash.of(brief)),
                key("longest", KeyHash.of(longest)),
                key("endless", KeyHash.of(longest + "k"))));

        assertThat(keys.find(brief)).isEmpty();
        assertThat(keys.find(longest)).isPresent();
        assertThat(keys.find(longest + "k")).isEmpty();
    }

    @Test
    void nothingShowsAHash() {
        ApiKey key = key("mine", KeyHash.of(KEY));

        assertThat(key.toString()).contains("mine").doesNotContain(DIGITS.substring(0, 8));
        assertThat(new ApiKeys(List.of(key)).summary()).isEqualTo("mine[viewer]");
    }

    private static ApiKey key(String name, KeyHash hash) {
        return new ApiKey(name, Set.of("viewer"), hash);
    }
}
