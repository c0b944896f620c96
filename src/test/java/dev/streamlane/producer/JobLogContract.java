package dev.streamlane.producer;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Scene.job;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

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
        TopicSettings settings = new TopicSettings(4, 100, Overflow.TRIM, Ordering.KEY, 5);

        List<String> ids = written(append(settings, jobs(1_000)));

        List<Entry> entries = entries();
        assertThat(entries).hasSizeBetween(100, 300);
        assertThat(entries).extracting(Entry::id).isEqualTo(ids.subList(1_000 - entries.size(), 1_000));
    }

    protected Appended append(TopicSettings settings, List<NewEntry> entries) {
        return get(ports().jobs().append(TOPIC, 0, settings, entries));
    }

    protected static List<String> written(Appended appended) {
        return ((Appended.Written) appended).entryIds();
    }

    protected static TopicSettings bounded(long maxLength) {
        return new TopicSettings(4, maxLength, Overflow.REJECT, Ordering.KEY, 5);
    }

    protected static List<NewEntry> jobs(int count) {
        return IntStream.range(0, count).mapToObj(i -> job("job-" + i)).toList();
    }

    /** What stands in partition 0 and was not read here before. */
    private List<Entry> entries() {
        return Scene.read(new Scene(ports()).hold(ANN, LONG), 10_000);
    }
}
