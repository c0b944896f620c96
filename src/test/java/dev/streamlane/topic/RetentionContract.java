package dev.streamlane.topic;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Scene.step;
import static dev.streamlane.testing.Scene.taken;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Leases.Acquisition;
import dev.streamlane.partition.GroupId;
import dev.streamlane.testing.Ports;
import dev.streamlane.testing.Scene;
import dev.streamlane.topic.Retention.Room;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store's retention must do, and above all must not do. */
public abstract class RetentionContract {
    private static final GroupId LATE_GROUP = new GroupId(TOPIC, "email_group_v2");

    protected Scene scene;

    protected abstract Ports ports();

    @BeforeEach
    void setScene() {
        scene = new Scene(ports());
    }

    @Test
    void finishedJobsGoDownToTheMaximalLength() {
        List<String> ids = scene.enqueue(300);
        finish(consume(GROUP, ANN, 300), ids);

        Room room = makeRoom(120);

        assertThat(room).isEqualTo(new Room(120, 0, null));
        assertThat(oldest(LATE_GROUP, BOB)).isEqualTo(ids.get(180));
    }

    @Test
    void finishedJobsGoOneByOneAsTheMaximalLengthFalls() {
        List<String> ids = scene.enqueue(300);
        finish(consume(GROUP, ANN, 300), ids);

        for (int maxLength = 299; maxLength > 0; maxLength--) {
            assertThat(makeRoom(maxLength)).isEqualTo(new Room(maxLength, 0, null));
        }
    }

    @Test
    void finishedJobsWithinTheMaximalLengthStay() {
        List<String> ids = scene.enqueue(10);
        finish(consume(GROUP, ANN, 10), ids);

        assertThat(makeRoom(20)).isEqualTo(new Room(10, 10, null));
        assertThat(makeRoom(10)).isEqualTo(new Room(10, 0, null));
    }

    @Test
    void g5_nothingIsRemovedBeforeAnyGroupExists() {
        scene.enqueue(300);

        assertThat(makeRoom(10)).isEqualTo(new Room(300, 0, null));
    }

    @Test
    void g5_whatWasNotReadStays() {
        List<String> ids = scene.enqueue(300);
        finish(consume(GROUP, ANN, 250), ids.subList(0, 250));

        Room room = makeRoom(10);

        assertThat(room).isEqualTo(new Room(50, 0, GROUP.group()));
        assertThat(oldest(LATE_GROUP, BOB)).isEqualTo(ids.get(250));
    }

    @Test
    void g5_whatIsPendingStaysAndAllThatCameAfterIt() {
        List<String> ids = scene.enqueue(300);
        PartitionLog log = consume(GROUP, ANN, 300);
        finish(log, ids.subList(0, 149));
        finish(log, ids.subList(150, 300));

        Room room = makeRoom(10);

        assertThat(room).isEqualTo(new Room(151, 0, GROUP.group()));
        assertThat(oldest(LATE_GROUP, BOB)).isEqualTo(ids.get(149));
    }

    @Test
    void g5_theSlowestGroupDecides() {
        List<String> ids = scene.enqueue(300);
        finish(consume(GROUP, ANN, 300), ids);
        finish(consume(LATE_GROUP, BOB, 20), ids.subList(0, 20));

        assertThat(makeRoom(10)).isEqualTo(new Room(280, 0, LATE_GROUP.group()));
    }

    @Test
    void g5_aKnownGroupThatHasNotBegunKeepsEverything() {
        List<String> ids = scene.enqueue(300);
        finish(consume(GROUP, ANN, 300), ids);
        ports().membership().heartbeat(LATE_GROUP, BOB, true, LONG, List.of());

        assertThat(makeRoom(10)).isEqualTo(new Room(300, 0, LATE_GROUP.group()));
    }

    @Test
    void anUnboundedTopicKeepsEverything() {
        List<String> ids = scene.enqueue(20);
        finish(consume(GROUP, ANN, 20), ids);

        assertThat(makeRoom(0)).isEqualTo(new Room(20, Long.MAX_VALUE, null));
    }

    @Test
    void aTopicThatTrimsOnOverflowAlwaysHasRoom() {
        scene.enqueue(20);

        Room room = get(
                ports().retention().makeRoom(TOPIC, 0, new TopicSettings(4, 10, Overflow.TRIM, Ordering.KEY, 5, 0)));

        assertThat(room.free()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anEmptyPartitionHasRoomForAll() {
        assertThat(makeRoom(10)).isEqualTo(new Room(0, 10, null));
    }

    protected Room makeRoom(long maxLength) {
        TopicSettings settings = new TopicSettings(4, maxLength, Overflow.REJECT, Ordering.KEY, 5, 0);
        return get(ports().retention().makeRoom(TOPIC, 0, settings));
    }

    /** Lets a group read so many entries. */
    protected PartitionLog consume(GroupId group, Consumer consumer, int count) {
        ports().membership().heartbeat(group, consumer, true, LONG, List.of());
        PartitionLog log = open(group, consumer);
        assertThat(Scene.read(log, count)).hasSize(count);
        return log;
    }

    protected static void finish(PartitionLog log, List<String> ids) {
        taken(log, step(ids, 0));
    }

    private String oldest(GroupId group, Consumer consumer) {
        return Scene.read(open(group, consumer), 1).get(0).id();
    }

    private PartitionLog open(GroupId group, Consumer consumer) {
        long epoch = ((Acquisition.Granted) ports().leases().acquire(group, 0, consumer, LONG)).epoch();
        return Scene.readable(
                ports().logs().open(group, 0, consumer.id(), consumer.incarnation(), epoch, Runnable::run));
    }
}
