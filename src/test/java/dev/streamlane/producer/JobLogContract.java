package dev.streamlane.producer;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Scene.job;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.streamlane.consumer.Entry;
import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.testing.Ports;
import dev.streamlane.testing.Scene;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store must do with new jobs. */
public abstract class JobLogContract {
    protected abstract Ports ports();

    @Test
    void jobsAreAppendedInTheirOrder() {
        List<String> ids = written(append(bounded(1000), jobs(3)));

        assertThat(entries()).extracting(Entry::id).isEqualTo(ids);
        assertThat(entries()).isEmpty();
    }

    @Test
    void nothingIsWrittenForNoJobs() {
        assertThat(written(append(bounded(10), List.of()))).isEmpty();
    }

    @Test
    void aLargeBatchIsWrittenInItsOrder() {
        List<String> ids = written(append(bounded(10_000), jobs(2_345)));

        assertThat(ids).hasSize(2_345).doesNotHaveDuplicates();
        List<Entry> entries = entries();
        assertThat(entries).extracting(Entry::id).isEqualTo(ids);
        assertThat(entries)
                .extracting(Entry::msgId)
                .isEqualTo(jobs(2_345).stream().map(NewEntry::id).toList());
    }

    @Test
    void jobsThatDifferInWhatTheyHaveKeepWhatIsTheirs() {
        List<NewEntry> jobs = List.of(
                new NewEntry("a", "1", "", null, 1_000, 0, null, null, null),
                new NewEntry("b", "2", "", null, 1_000, 0, null, null, null),
                new NewEntry("c", "3", "", "x", 1_000, 0, null, null, null),
                new NewEntry("d", "4", "", "y", 1_000, 0, "{\"h\":\"1\"}", null, null),
                new NewEntry("e", "5", "", "", 1_000, 0, "{\"h\":\"2\"}", null, null),
                new NewEntry("f", "6", "", null, 1_000, 0, "{\"h\":\"3\"}", null, null),
                new NewEntry("g", "7", "", null, 1_000, 30, "{\"h\":\"4\"}", null, null),
                new NewEntry("h", "8", "field", "z", 1_000, 30, null, null, null),
                new NewEntry("i", "9", "other", "z", 1_000, 30, null, null, null),
                new NewEntry("j", "10", "other", "z", 2_001, 30, null, null, null),
                new NewEntry("k", "11", "", null, 1_000, 0, null, null, null));

        written(append(bounded(1000), jobs));

        assertThat(entries())
                .extracting(
                        Entry::msgId,
                        Entry::payload,
                        Entry::partitionKey,
                        Entry::key,
                        Entry::createdAt,
                        Entry::timeout,
                        Entry::headers)
                .containsExactly(
                        tuple("a", "1", "", null, "1.000", "0", null),
                        tuple("b", "2", "", null, "1.000", "0", null),
                        tuple("c", "3", "", "x", "1.000", "0", null),
                        tuple("d", "4", "", "y", "1.000", "0", "{\"h\":\"1\"}"),
                        tuple("e", "5", "", "", "1.000", "0", "{\"h\":\"2\"}"),
                        tuple("f", "6", "", null, "1.000", "0", "{\"h\":\"3\"}"),
                        tuple("g", "7", "", null, "1.000", "30", "{\"h\":\"4\"}"),
                        tuple("h", "8", "field", "z", "1.000", "30", null),
                        tuple("i", "9", "other", "z", "1.000", "30", null),
                        tuple("j", "10", "other", "z", "2.001", "30", null),
                        tuple("k", "11", "", null, "1.000", "0", null));
    }

    @Test
    void aBatchThatDoesNotFitWritesNothing() {
        written(append(bounded(10), jobs(8)));

        Appended appended = append(bounded(10), jobs(3));

        assertThat(appended).isEqualTo(new Appended.Full(8, null));
        assertThat(entries()).hasSize(8);
    }

    @Test
    void aLargeBatchThatDoesNotFitWritesNothing() {
        written(append(bounded(2_000), jobs(10)));

        assertThat(append(bounded(2_000), jobs(1_991))).isInstanceOf(Appended.Full.class);

        assertThat(entries()).hasSize(10);
    }

    @Test
    void aBatchThatJustFitsIsWritten() {
        written(append(bounded(10), jobs(8)));

        assertThat(append(bounded(10), jobs(2))).isInstanceOf(Appended.Written.class);
    }

    @Test
    void g5_aFullPartitionNamesTheGroupThatKeepsItFull() {
        written(append(bounded(3), jobs(3)));
        ports().membership().heartbeat(GROUP, ANN, true, LONG, List.of());
        new Scene(ports()).acquire(ANN, LONG);

        assertThat(append(bounded(3), jobs(1))).isEqualTo(new Appended.Full(3, GROUP.group()));
    }

    @Test
    void anUnboundedPartitionIsNeverFull() {
        written(append(bounded(0), jobs(100)));

        assertThat(written(append(bounded(0), jobs(100)))).hasSize(100);
    }

    @Test
    void overflowTrimRemovesTheOldest() {
        TopicSettings settings = new TopicSettings(4, 100, Overflow.TRIM, Ordering.KEY, 5, 0);

        List<String> ids = written(append(settings, jobs(1_000)));

        List<Entry> entries = entries();
        assertThat(entries).hasSizeBetween(100, 300);
        assertThat(entries).extracting(Entry::id).isEqualTo(ids.subList(1_000 - entries.size(), 1_000));
    }

    @Test
    void anIdempotencyKeyAppendsItsJobOnce() {
        Appended.Once first = (Appended.Once) append(bounded(10), List.of(once("a", "key", "digest"), job("b")));

        assertThat(first.ids()).containsExactly("a", "b");
        Appended again =
                append(bounded(10), List.of(once("c", "key", "digest"), job("d"), once("e", "other", "digest")));
        assertThat(again).isInstanceOfSatisfying(Appended.Once.class, repeated -> {
            assertThat(repeated.ids()).containsExactly("a", "d", "e");
            assertThat(repeated.entryIds().get(0)).isEqualTo(first.entryIds().get(0));
        });
        assertThat(entries()).extracting(Entry::msgId).containsExactly("a", "b", "d", "e");
    }

    @Test
    void anIdempotencyKeyThatComesTwiceInABatchAppendsItsJobOnce() {
        Appended appended = append(bounded(10), List.of(once("a", "key", "digest"), once("b", "key", "digest")));

        assertThat(((Appended.Once) appended).ids()).containsExactly("a", "a");
        assertThat(entries()).extracting(Entry::msgId).containsExactly("a");
    }

    @Test
    void anIdempotencyKeyOfAnotherJobIsRefusedWithAllThatCameAlong() {
        append(bounded(10), List.of(once("a", "key", "digest")));
        List<NewEntry> batch = List.of(job("b"), once("c", "key", "else"), once("d", "new", "digest"));

        assertThat(get(ports().jobs().look(TOPIC, 0, bounded(10), batch))).isEqualTo(new Appended.Clash(List.of(1)));
        assertThat(append(bounded(10), batch)).isEqualTo(new Appended.Clash(List.of(1)));

        assertThat(entries()).extracting(Entry::msgId).containsExactly("a");
    }

    @Test
    void aLookWritesNothingAndRemembersNothing() {
        List<NewEntry> batch = List.of(once("a", "key", "digest"));

        assertThat(get(ports().jobs().look(TOPIC, 0, bounded(10), batch))).isInstanceOf(Appended.Once.class);

        assertThat(entries()).isEmpty();
        assertThat(append(bounded(10), List.of(once("b", "key", "else")))).isInstanceOf(Appended.Once.class);
    }

    private static NewEntry once(String id, String key, String digest) {
        return new NewEntry(id, "1", "", null, 0, 0, null, null, new Once(key, digest));
    }

    protected Appended append(TopicSettings settings, List<NewEntry> entries) {
        return get(ports().jobs().append(TOPIC, 0, settings, entries));
    }

    protected static List<String> written(Appended appended) {
        return ((Appended.Written) appended).entryIds();
    }

    protected static TopicSettings bounded(long maxLength) {
        return new TopicSettings(4, maxLength, Overflow.REJECT, Ordering.KEY, 5, 0);
    }

    protected static List<NewEntry> jobs(int count) {
        return IntStream.range(0, count).mapToObj(i -> job("job-" + i)).toList();
    }

    /** What stands in partition 0 and was not read here before. */
    private List<Entry> entries() {
        return Scene.read(new Scene(ports()).hold(ANN, LONG), 10_000);
    }
}
