package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.ServiceScene.Node;
import dev.streamlane.testing.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replica says when Redis answers its beats, and refuses other things. */
class ServiceMemberRefusalsTest {
    private final ServiceScene scene = new ServiceScene(3);
    private final FakeLbs lbs = scene.lbs;
    private final List<String> warnings = new ArrayList<>();
    private final List<LogCapture> logs = Stream.of(ServiceMember.class, Claims.class, Intake.class)
            .map(source -> LogCapture.of(source, warnings))
            .toList();

    @AfterEach
    void close() {
        logs.forEach(LogCapture::close);
    }

    @Test
    void saysOnceWhyItCannotLook() {
        Node node = scene.node("one", 10);
        lbs.deliver(lbs.add("a"), LoadBalancer.NOBODY);
        node.balancer.refuses = what -> what.equals("locks");

        beats(10);

        assertThat(warnings).containsExactly("Stream service orders cannot look for what may be claimed: NOPERM locks");
    }

    @Test
    void saysOnceWhyItCannotClaim() {
        Node node = scene.node("one", 10);
        node.balancer.refuses = what -> what.startsWith("claim");
        String id = lbs.add("a");
        lbs.add("b");

        beats(10);

        assertThat(node.balancer.calls("claim")).isGreaterThan(10);
        assertThat(warnings)
                .containsExactly(
                        "Stream a of service orders cannot be claimed, maybe others neither: NOPERM claim " + id);
    }

    @Test
    void saysOnceWhyItCannotTakeWhatIsNew() {
        Node node = scene.node("one", 10);
        node.balancer.refuses = "take"::equals;
        lbs.add("a");

        beats(10);

        assertThat(warnings).containsExactly("Stream service orders cannot take new streams: NOPERM take");
    }

    @Test
    void saysOnceWhyDeadLettersWait() {
        Node node = scene.node("one", 10);
        node.balancer.refuses = "forward"::equals;

        beats(30);

        assertThat(node.balancer.calls("forward")).isGreaterThan(2);
        assertThat(warnings).containsExactly("Dead letters of stream service orders wait: NOPERM forward");
    }

    @Test
    void leavesItToTheBeatToSayThatRedisIsAway() {
        Node node = scene.node("one", 10);
        lbs.deliver(lbs.add("a"), LoadBalancer.NOBODY);
        node.balancer.losesAnswer = what -> !what.equals("beat");

        beats(10);

        assertThat(warnings).noneMatch(warning -> warning.contains("cannot"));
    }

    private void beats(int count) {
        for (int i = 0; i < count; i++) {
            scene.pass(ServiceScene.TICK);
        }
        scene.pass(Duration.ZERO);
    }
}
