package dev.streamlane.deadletter;

import static dev.streamlane.deadletter.Letters.id;
import static dev.streamlane.deadletter.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.deadletter.Scan.Found;
import dev.streamlane.streams.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScanTest {
    private final FakeStore store = new FakeStore();

    @Test
    void findsAllInTheOrderAskedFor() {
        store.fill(250);

        assertThat(ids(scan(Filter.ALL, Order.OLDEST_FIRST, null, 1000)))
                .hasSize(250)
                .startsWith("1-0")
                .endsWith("250-0");
        assertThat(ids(scan(Filter.ALL, Order.NEWEST_FIRST, null, 1000)))
                .hasSize(250)
                .startsWith("250-0")
                .endsWith("1-0");
    }

    @Test
    void pagesFollowEachOtherWithoutGapAndRepetition() {
        store.fill(57);
        List<String> seen = new ArrayList<>();
        Optional<EntryId> cursor = Optional.empty();
        do {
            Found page = scan(Filter.ALL, Order.NEWEST_FIRST, cursor.orElse(null), 10);
            seen.addAll(ids(page));
            cursor = page.cursor();
        } while (cursor.isPresent());

        assertThat(seen).hasSize(57).doesNotHaveDuplicates();
    }

    @Test
    void thereIsNoCursorBehindTheLastOne() {
        store.fill(3);

        assertThat(scan(Filter.ALL, Order.OLDEST_FIRST, null, 3).cursor()).isEmpty();
        assertThat(scan(Filter.ALL, Order.OLDEST_FIRST, null, 2).cursor()).hasValue(id("2-0"));
    }

    @Test
    void g8_looksAtALimitedNumberThoughItFindsNone() {
        store.fill(Scan.MAX_LOOKS + 50);

        Found found = scan(other(), Order.OLDEST_FIRST, null, 10);

        assertThat(found.letters()).isEmpty();
        assertThat(found.cursor()).hasValue(id(Scan.MAX_LOOKS + "-0"));
        assertThat(store.read).isLessThan(Scan.MAX_LOOKS + 50);
        assertThat(scan(other(), Order.OLDEST_FIRST, found.cursor().get(), 10).cursor())
                .isEmpty();
    }

    @Test
    void g8_looksAtFewerIfTheyAreLarge() {
        String payload = "x".repeat(1 << 20);
        for (int i = 1; i <= 40; i++) {
            store.add(letter(i + "-0", "boom", Map.of("payload", payload)));
        }

        Found found = scan(Filter.ALL, Order.OLDEST_FIRST, null, 100);

        assertThat(found.letters()).hasSize(4);
        assertThat(found.cursor()).hasValue(id("4-0"));
        assertThat(store.read).isLessThanOrEqualTo(10);
    }

    private static Filter other() {
        return new Filter(Optional.of("other"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Found scan(Filter filter, Order order, EntryId cursor, int limit) {
        return new Scan(store, filter, order, Optional.ofNullable(cursor), limit)
                .run()
                .await()
                .indefinitely();
    }

    private static List<String> ids(Found found) {
        return found.letters().stream().map(DeadLetter::id).toList();
    }
}
