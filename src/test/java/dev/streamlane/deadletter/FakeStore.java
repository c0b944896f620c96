package dev.streamlane.deadletter;

import dev.streamlane.deadletter.DeadLetter.Field;
import dev.streamlane.streams.EntryId;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Dead letters in memory. */
final class FakeStore implements DeadLetterStore {
    final NavigableMap<EntryId, DeadLetter> letters = new TreeMap<>();
    final Set<String> groups = new HashSet<>(Set.of(Letters.TOPIC + "/" + Letters.GROUP));

    /** What was written back, as {@code topic:partition field=value …}. */
    final List<String> written = new ArrayList<>();

    final Set<String> marks = new HashSet<>();

    /** How many letters have been read. */
    int read;

    /** A partition without room. */
    int full = -1;

    /** Redis goes away when so many removals are done. */
    int removals = Integer.MAX_VALUE;

    void add(DeadLetter letter) {
        letters.put(EntryId.parse(letter.id()), letter);
    }

    /** Letters 1-0 to count-0. */
    void fill(int count) {
        for (int i = 1; i <= count; i++) {
            add(Letters.letter(i + "-0"));
        }
    }

    @Override
    public CompletionStage<Long> length() {
        return CompletableFuture.completedStage((long) letters.size());
    }

    @Override
    public CompletionStage<List<DeadLetter>> read(Span span, Order order, int count) {
        NavigableMap<EntryId, DeadLetter> part = letters;
        if (span.after().isPresent()) {
            part = part.tailMap(span.after().get(), false);
        }
        if (span.before().isPresent()) {
            part = part.headMap(span.before().get(), false);
        }
        Collection<DeadLetter> inOrder = order == Order.OLDEST_FIRST
                ? part.values()
                : part.descendingMap().values();
        List<DeadLetter> found = inOrder.stream().limit(count).toList();
        read += found.size();
        return CompletableFuture.completedStage(found);
    }

    @Override
    public CompletionStage<Optional<DeadLetter>> find(EntryId id) {
        return CompletableFuture.completedStage(Optional.ofNullable(letters.get(id)));
    }

    @Override
    public CompletionStage<Long> remove(List<String> ids) {
        if (removals-- <= 0) {
            return CompletableFuture.failedStage(new StoreUnavailableException("no answer", null));
        }
        return CompletableFuture.completedStage(ids.stream()
                .filter(id -> letters.remove(EntryId.parse(id)) != null)
                .count());
    }

    @Override
    public CompletionStage<Boolean> hasGroup(String topic, String group) {
        return CompletableFuture.completedStage(groups.contains(topic + "/" + group));
    }

    @Override
    public CompletionStage<Returned> toTopic(
            String topic, int partition, TopicSettings settings, List<Field> job, String mark) {
        return partition == full
                ? CompletableFuture.completedStage(new Returned.Full(10, 10, Optional.of("slow")))
                : write(topic + ":" + partition, job, mark);
    }

    @Override
    public CompletionStage<Returned> toService(String service, List<Field> assignment, String mark) {
        return write(service, assignment, mark);
    }

    private CompletionStage<Returned> write(String place, List<Field> entry, String mark) {
        if (!marks.add(mark)) {
            return CompletableFuture.completedStage(new Returned.Already());
        }
        StringBuilder text = new StringBuilder(place);
        entry.forEach(field -> text.append(' ').append(field.name()).append('=').append(field.value()));
        written.add(text.toString());
        return CompletableFuture.completedStage(new Returned.Written("9-" + written.size()));
    }
}
